import type { RunProgress } from '../../contract/lab-data.ts';
import { isAmong, type RunKey } from '../../contract/run-book.ts';
import { LabError, toErrorData } from '../../errors.ts';
import { trainingLayerOf } from '../../layers/layer-of.ts';
import { engine, engineAsBefore } from '../../network/engines.ts';
import { stream } from '../../network/random.ts';
import { drawText } from './draw-text.ts';
import { checkpointBuffers } from '../../store/checkpoint-buffers.ts';
import { ProgressLog } from './progress-log.ts';
import type {
  AssignedRun,
  FromThread,
  RunAnswer,
  RunQuestion,
  ToThread,
  TrainingText,
} from './thread-messages.ts';
import { Trainer, type Advance } from './trainer.ts';

/** Milliseconds of one run before another gets its turn, and before messages are looked at. */
const sliceMilliseconds = 25;
/** Milliseconds between two progress messages of a thread. */
const reportEvery = 100;
/** A run is kept at the first evaluation so many milliseconds after the last time … */
const keepAtEvaluationsAfter = 2000;
/** … and after so many at the latest. */
const keepAfter = 9000;

interface ThreadHost {
  /** @param transfer buffers that are handed over with it */
  post(message: FromThread, transfer?: readonly ArrayBuffer[]): void;
  now(): number;
  /** Calls back after waiting messages have been delivered. */
  yield(callback: () => void): void;
}

/**
 * What runs inside one training thread: its share of the runs, side by side. The run that is furthest behind goes
 * next, so all arms stay at about the same step and can be watched together. Where nobody watches, there is one run at a time.
 */
export class TrainingThreadLoop {
  readonly #host: ThreadHost;
  #control: Int32Array = new Int32Array(1);
  #trainers: Trainer[] = [];
  /** Runs that are assigned but not made yet. */
  #unmade: { readonly run: RunKey; readonly make: () => Trainer }[] = [];
  #text: TrainingText | null = null;
  #inTurn = false;
  #log = new ProgressLog();
  #failed = new Map<Trainer, string>();
  /** Steps and time of the last checkpoint of each run; null where none are told. */
  #kept: WeakMap<Trainer, { readonly steps: number; readonly at: number; readonly ended: boolean }> | null =
    null;
  #going = false;
  #scheduled = false;
  #reported = 0;

  constructor(host: ThreadHost) {
    this.#host = host;
  }

  receive(message: ToThread): void {
    switch (message.kind) {
      case 'assign':
        return this.#assign(message);
      case 'more':
        return this.#more(message);
      case 'drop':
        return this.#drop(message.runs);
      case 'go':
        this.#going = true;
        return this.#schedule();
      case 'hold':
        this.#going = false;
        return this.#held();
      case 'step':
        this.#makeAll();
        for (const trainer of this.#active()) this.#oneStep(trainer);
        return this.#held();
      case 'follow':
        return this.#follow(message);
      case 'ask':
        return this.#answer(message.id, message.run, message.question);
    }
  }

  readonly #interrupted = (): boolean => Atomics.load(this.#control, 0) !== 0;

  #assign({ control, text, inTurn = false, ...work }: Extract<ToThread, { kind: 'assign' }>): void {
    this.#control = control;
    this.#inTurn = inTurn;
    this.#text = text;
    this.#trainers = [];
    this.#unmade = [];
    this.#more(work);
  }

  #more({ experiment, runs, threadsPerRun, keep }: Omit<Extract<ToThread, { kind: 'more' }>, 'kind'>): void {
    const text = this.#text!;
    if (keep) this.#kept ??= new WeakMap();
    const make = ({ armId, seed, before }: AssignedRun): Trainer => {
      const chosen = before ? engineAsBefore(before.checkpoint) : engine(experiment.precision);
      const arm = experiment.arms.find((each) => each.id === armId);
      if (!arm) throw new LabError('internal', `No arm '${armId}' in the experiment.`);
      const now = () => this.#host.now();
      const trainer = new Trainer(experiment, arm, seed, text, chosen, now, threadsPerRun, before);
      this.#kept?.set(trainer, { steps: trainer.steps, at: now(), ended: trainer.ended });
      const { crew } = trainer.network;
      if (crew) this.#host.post({ kind: 'crew', crew, arm });
      return trainer;
    };
    this.#unmade.push(...runs.map((run) => ({ run, make: () => make(run) })));
  }

  #drop(runs: readonly RunKey[]): void {
    const dropped = isAmong(runs);
    this.#unmade = this.#unmade.filter(({ run }) => !dropped(run));
    this.#trainers = this.#trainers.filter(({ arm, seed }) => !dropped({ armId: arm.id, seed }));
  }

  /** From now on this thread belongs to a run of another one; it hears no further message. */
  #follow({ control, crew, part, arm, layers }: Extract<ToThread, { kind: 'follow' }>): void {
    engine('float32').follow?.(
      crew,
      part,
      trainingLayerOf(layers, arm.layer, arm.clamp),
      () => Atomics.load(control, 0) !== 0,
    );
  }

  /** Large weights take a while to draw: one run at a time is made, so that messages are heard between. */
  #makeOne(): void {
    const next = this.#unmade.shift();
    if (next) this.#trainers.push(next.make());
  }

  #makeAll(): void {
    while (this.#unmade.length > 0) this.#makeOne();
  }

  #active(): Trainer[] {
    return this.#trainers.filter((trainer) => !trainer.ended && !this.#failed.has(trainer));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#host.yield(() => {
      this.#scheduled = false;
      if (this.#going) this.#slice();
    });
  }

  /** Trains the run that is furthest behind for a while. */
  #slice(): void {
    const active = this.#active();
    if (this.#unmade.length > 0 && !(this.#inTurn && active.length > 0)) {
      if (this.#inTurn) this.#trainers = [];
      this.#makeOne();
      return this.#schedule();
    }
    if (active.length === 0) {
      this.#going = false;
      this.#report();
      this.#host.post({ kind: 'done' });
      return;
    }
    const next = active.reduce((behind, each) => (each.steps < behind.steps ? each : behind));
    const until = this.#host.now() + sliceMilliseconds;
    while (!this.#interrupted() && this.#advance(next) && this.#host.now() < until);
    if (this.#host.now() - this.#reported >= reportEvery) this.#report();
    this.#schedule();
  }

  /** One evaluation or step; false when there is nothing more to do for now. */
  #advance(trainer: Trainer): boolean {
    try {
      const did = trainer.advance(this.#interrupted);
      this.#log.add(trainer, did);
      this.#keepWhenDue(trainer, did);
      return did.kind !== 'interrupted' && !trainer.ended;
    } catch (error) {
      // One run that fails must not take the others of its thread along.
      const sentence = toErrorData(error).message;
      this.#failed.set(trainer, sentence);
      this.#log.fail(trainer, sentence);
      return false;
    }
  }

  #keepWhenDue(trainer: Trainer, did: Advance): void {
    const last = this.#kept?.get(trainer);
    if (!last || did.kind === 'interrupted') return;
    const since = this.#host.now() - last.at;
    const due = since >= keepAfter || (did.kind === 'evaluated' && since >= keepAtEvaluationsAfter);
    if (due || trainer.ended) this.#keep(trainer);
  }

  /** Tells where a run stands, after what it did up to there. */
  #keep(trainer: Trainer): void {
    const { steps, ended } = trainer;
    const last = this.#kept?.get(trainer);
    if (!last || (last.steps === steps && last.ended === ended && steps > 0)) return;
    const checkpoint = trainer.checkpoint();
    if (!checkpoint) return;
    this.#report();
    this.#kept?.set(trainer, { steps, at: this.#host.now(), ended });
    const run = { armId: trainer.arm.id, seed: trainer.seed };
    this.#host.post({ kind: 'checkpoint', run, checkpoint }, checkpointBuffers(checkpoint));
  }

  /** Up to and including the next step; evaluations that stand before or right after it are done too. */
  #oneStep(trainer: Trainer): void {
    const target = trainer.steps + 1;
    while (!this.#interrupted() && trainer.steps < target && this.#advance(trainer));
    if (trainer.evaluationDue) this.#advance(trainer);
  }

  #report(): void {
    this.#reported = this.#host.now();
    const runs: RunProgress[] = this.#log.take();
    if (runs.length > 0) this.#host.post({ kind: 'progress', runs });
  }

  #held(): void {
    this.#report();
    for (const trainer of this.#trainers) if (!this.#failed.has(trainer)) this.#keep(trainer);
    this.#host.post({ kind: 'held' });
  }

  #answer(id: number, run: RunKey, question: RunQuestion): void {
    try {
      this.#host.post({ kind: 'answer', id, answer: this.#answerTo(run, question) });
    } catch (error) {
      this.#host.post({ kind: 'refusal', id, error: toErrorData(error) });
    }
  }

  #answerTo({ armId, seed }: RunKey, question: RunQuestion): RunAnswer {
    this.#makeAll();
    const trainer = this.#trainers.find((each) => each.arm.id === armId && each.seed === seed);
    if (!trainer) throw new LabError('unknown-name', `No run of arm '${armId}' with seed ${seed}.`);
    if (question.kind === 'weights') return { kind: 'weights', ...trainer.weightsAt(question.step) };
    if (question.kind === 'kept-steps') return { kind: 'kept-steps', steps: trainer.keptSteps };
    // The flag also stands while training is held, and text may be drawn then: only its rising ends the drawing.
    const heldBefore = this.#interrupted();
    const text = drawText(
      trainer.network,
      trainer.layer,
      trainer.readingStart(),
      this.#text!.vocabulary,
      question,
      stream(question.sampleSeed, 'sampling'),
      () => !heldBefore && this.#interrupted(),
    );
    if (text === null)
      throw new LabError('cancelled', 'Drawing text was given up for a pause or stop.', 'Draw it now.');
    return { kind: 'sample', text };
  }
}
