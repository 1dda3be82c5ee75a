import type { LabEvents } from '../../contract/lab-api.ts';
import type { Overall, Phase } from '../../contract/lab-data.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import { LabError, type LabErrorData } from '../../errors.ts';
import type { Arm, Experiment } from '../../experiments/experiment.ts';
import type { Crew } from '../../network/engine.ts';
import { usefulThreads } from './useful-threads.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { GatheredProgress } from './gathered-progress.ts';
import { Pace } from './pace.ts';
import { Player } from './player.ts';
import { dealOut, startShare } from './plugin-runs.ts';
import type { LabPorts } from '../ports.ts';
import type { KeptRun, RunKeeper } from './run-keeper.ts';
import { isAmong, RunBook, type RunKey } from '../../contract/run-book.ts';
import type { AssignedRun, FromThread, RunAnswer, RunQuestion } from './thread-messages.ts';

type Emit = <Name extends 'phase' | 'progress' | 'problem'>(name: Name, event: LabEvents[Name]) => void;

/**
 * Asked when every run has ended, after every number was told.
 * @param added seeds that were added and have ended now; null where those of the start have, or added ones were given up
 * @param goOn false where training is being stopped
 * @returns further seeds to go on with, or null
 */
export type WhenEnded = (added: readonly number[] | null, goOn: boolean) => readonly number[] | null;

interface Conducted {
  /**
   * The runs that are trained here, where others wait for another machine: of such a part nobody looks at weights, and its
   * runs are trained one after the other. All runs without it.
   */
  readonly mine?: ((run: RunKey) => boolean) | undefined;
  readonly whenEnded?: WhenEnded | undefined;
  /** Keeps what is computed, and knows what was. */
  readonly keeper?: RunKeeper | null | undefined;
}

/** Trains the runs of one experiment on a text: spreads them over threads, starts, holds and ends them. */
export class Conductor {
  #experiment: Experiment;
  readonly #corpus: Corpus;
  readonly #ports: LabPorts;
  readonly #emit: Emit;
  readonly #pace: Pace;
  readonly #mine: (run: RunKey) => boolean;
  readonly #inTurn: boolean;
  readonly #whenEnded: WhenEnded;
  readonly #keeper: RunKeeper | null;
  readonly #book: RunBook;
  /** Seeds that were added and are trained now; null while those of the start are. */
  #adding: readonly number[] | null = null;
  #threadsPerRun = 1;
  #players: Player[] = [];
  #phase: Phase = 'idle';
  readonly #progress: GatheredProgress;
  #waiters: (() => void)[] = [];
  #disposed = false;
  /** How often training was wished: a pause or step that waits for its threads gives way to a later wish. */
  #runs = 0;
  /** A stop is waiting for the threads. */
  #stopping = false;
  /** Training is held because what it computes cannot be kept. */
  #heldByTrouble = false;

  constructor(
    experiment: Experiment,
    corpus: Corpus,
    ports: LabPorts,
    emit: Emit,
    { mine, whenEnded = () => null, keeper = null }: Conducted = {},
  ) {
    this.#experiment = experiment;
    this.#corpus = corpus;
    this.#ports = ports;
    this.#emit = emit;
    this.#mine = mine ?? (() => true);
    this.#inTurn = mine !== undefined;
    this.#whenEnded = whenEnded;
    this.#keeper = keeper;
    keeper?.onTrouble((trouble) => void this.#troubled(trouble));
    keeper?.onLost((run, why) => this.#lost(run, why));
    // Of a part that is kept nobody looks at curves either: however many runs it has, one is in memory.
    this.#book = new RunBook(experiment, !(this.#inTurn && keeper));
    const scored = Math.min(experiment.evaluation.characters, corpus.summary.heldOutCharacters);
    this.#progress = new GatheredProgress(ports, (runs) =>
      emit('progress', { overall: this.overall(), runs }),
    );
    this.#pace = new Pace(experiment, corpus.vocabulary.length, scored);
  }

  get phase(): Phase {
    return this.#phase;
  }

  records(): RunRecord[] {
    return this.#book.records();
  }

  overall(): Overall {
    const adding = this.#adding;
    const counted = adding ? (run: RunKey) => adding.includes(run.seed) : this.#mine;
    return this.#pace.overall(this.#ports.now(), this.#book.progress(counted), this.#phase === 'running');
  }

  /** Starts from step 0, or goes on after a pause, also after one that is still waiting for its threads. */
  run(): void {
    this.#mayTrain();
    this.#runs++;
    if (this.#phase !== 'running') {
      this.#pace.restart();
      this.#setPhase('running');
    }
    for (const player of this.#living()) player.release({ kind: 'go' });
    // Runs that were kept may all have ended before.
    if (this.#allEnded) this.#settle('finished');
  }

  /**
   * Takes up what was kept of the runs, and trains nothing: they are paused where they stand, or have ended, with the
   * weights behind them. Nothing is told: whoever asks has all records then.
   */
  takeUp(): void {
    if (this.#phase !== 'idle') throw new LabError('internal', 'These runs have been taken up before.');
    this.#start();
    this.#progress.forget();
    this.#phase = this.#allEnded ? 'finished' : 'paused';
  }

  /** What is computed cannot be kept for now: training waits, and goes on by itself when it can, or may not wait longer. */
  async #troubled(trouble: LabErrorData | null): Promise<void> {
    if (trouble) {
      const next = [trouble.next, this.#keeper?.advice].filter(Boolean).join(' ');
      this.#emit('problem', { ...trouble, next });
      if (this.#phase !== 'running') return;
      this.#heldByTrouble = true;
      return this.pause();
    }
    const held = this.#heldByTrouble;
    this.#heldByTrouble = false;
    if (held && !this.#disposed && !this.#stopping && (this.#phase === 'paused' || this.#phase === 'running'))
      this.run();
  }

  /** Holds every thread; what was half done is given up and done again later. */
  async pause(): Promise<void> {
    if (this.#phase !== 'running') return;
    const runs = this.#runs;
    await this.#hold();
    if (this.#phase === 'running' && runs === this.#runs) this.#settle('paused');
  }

  /** One step of every run that has not ended. */
  async step(): Promise<void> {
    const runs = this.#runs;
    if (this.#phase === 'running') await this.pause();
    if (this.#disposed || runs !== this.#runs) return;
    this.#mayTrain();
    this.#setPhase('running');
    for (const player of this.#living()) {
      player.owed++;
      player.release({ kind: 'step' });
    }
    await this.#allHeld();
    if (this.#phase === 'running' && runs === this.#runs) this.#settle('paused');
  }

  /** Ends training for good and keeps what there is. Seeds that are being added are given up: half a run is no result. */
  async stop(): Promise<void> {
    if (this.#phase !== 'running' && this.#phase !== 'paused') return;
    this.#stopping = true;
    await this.#hold();
    this.#stopping = false;
    if (this.#phase !== 'running' && this.#phase !== 'paused') return;
    if (this.#adding) return this.#giveUp(this.#adding);
    this.#progress.add(this.#book.close('stopped', this.#mine, null));
    this.#settle('stopped');
  }

  /** Everything is as if these seeds had not been asked for. */
  #giveUp(seeds: readonly number[]): void {
    const stays = ({ seed }: RunKey) => !seeds.includes(seed);
    for (const player of this.#living()) player.drop(player.keys.filter((key) => !stays(key)));
    this.#follow({ seeds: this.#experiment.seeds.filter((seed) => !seeds.includes(seed)) });
    this.#progress.forget(stays);
    this.#progress.flush();
    this.#adding = null;
    this.#whenEnded(null, false);
    this.#setPhase('finished');
  }

  /** Trains further seeds of an experiment whose runs have all ended; these stay as they are. */
  add(seeds: readonly number[]): void {
    if (this.#phase !== 'finished')
      throw new LabError('internal', 'Seeds can only be added to an experiment whose runs have ended.');
    this.#take(seeds);
    this.#phase = 'paused';
    this.run();
  }

  /** Asks the thread that holds a run. Training goes on between its slices. */
  ask(run: RunKey, question: RunQuestion): Promise<RunAnswer> {
    const player = this.#living().find((each) => each.has(run));
    if (player) return player.ask(run, question);
    return Promise.reject(
      new LabError(
        'wrong-state',
        'This run has no weights in memory.',
        'Start the experiment first; a report that was opened holds results, not weights.',
      ),
    );
  }

  /** Frees the threads. Nothing is told afterwards, and what is still waiting to go on does not. */
  dispose(): void {
    this.#disposed = true;
    this.#adding = null;
    this.#progress.forget();
    for (const player of this.#players) player.end('The experiment was closed.');
    this.#players = [];
    this.#phase = 'idle';
    this.#wake();
  }

  get #allEnded(): boolean {
    return this.#book.progress(this.#mine).every(({ ended }) => ended);
  }

  #living(): Player[] {
    return this.#players.filter((player) => player.alive);
  }

  #mayTrain(): void {
    if (this.#disposed) throw new LabError('cancelled', 'The experiment was closed.');
    if (this.#stopping || this.#phase === 'finished' || this.#phase === 'stopped')
      throw new LabError('wrong-state', 'Training has ended.', 'Reset the experiment to train it again.');
    if (this.#phase === 'idle') this.#start();
  }

  #start(): void {
    const all = this.#book.keys;
    // From all runs, also those of other machines: how many share a run decides how its sums round.
    this.#threadsPerRun =
      this.#ports.threadsPerRun ??
      usefulThreads(this.#experiment, this.#corpus, Math.floor(this.#ports.threads / all.length));
    for (const key of all) {
      const others = this.#mine(key) ? null : (this.#keeper?.before(key) ?? null);
      if (others && !others.before) this.#known(others);
    }
    this.#assign(all.filter(this.#mine));
  }

  #known({ record }: KeptRun): void {
    this.#book.add(record);
    this.#progress.add([record]);
  }

  /** Takes up what was kept of runs, and answers with those that are left to train, or to be looked at. */
  #resume(keys: readonly RunKey[]): AssignedRun[] {
    const begun: (RunKey & { fresh: boolean })[] = [];
    const found = ({ armId, seed }: RunKey): AssignedRun[] => {
      const key = { armId, seed };
      const kept = this.#keeper?.before(key) ?? null;
      if (!kept || kept.before) begun.push({ ...key, fresh: kept === null });
      if (!kept) return [key];
      this.#known(kept);
      const { before, rest } = kept;
      if (before) return [{ ...key, before }];
      // To be looked at: one thread is enough.
      return rest ? [{ ...key, before: { ...rest, checkpoint: { ...rest.checkpoint, threads: 1 } } }] : [];
    };
    const runs = keys.flatMap(found);
    this.#keeper?.begin(this.#experiment, begun);
    return runs;
  }

  #follow(change: Pick<Experiment, 'seeds'>): void {
    this.#experiment = { ...this.#experiment, ...change };
    this.#book.follow(this.#experiment);
  }

  /** Takes further seeds on; they wait until the threads are let go. */
  #take(seeds: readonly number[]): void {
    this.#follow({ seeds: [...this.#experiment.seeds, ...seeds] });
    this.#adding = seeds;
    this.#pace.restart();
    this.#assign(this.#book.keys.filter(({ seed }) => seeds.includes(seed)));
  }

  /** Deals runs out to the threads there are, and to new ones where cores are free. */
  #assign(all: readonly RunKey[]): void {
    const keys = this.#resume(all);
    const keep = this.#keeper !== null;
    const free = this.#living();
    const { indices, vocabulary, parts } = this.#corpus;
    const most = Math.max(1, Math.floor(this.#ports.threads / this.#threadsPerRun));
    for (const { runs, plugin } of dealOut(keys, this.#experiment, most)) {
      const threadsPerRun = plugin ? 1 : this.#threadsPerRun;
      const at = free.findIndex((player) => player.plugin?.sha256 === plugin?.sha256);
      if (at >= 0) {
        const [player] = free.splice(at, 1);
        player.keys = [...player.keys, ...runs];
        player.thread.post({ kind: 'more', experiment: this.#experiment, runs, threadsPerRun, keep });
        continue;
      }
      const { thread, pulse } = startShare(plugin, this.#ports);
      const player = new Player(thread, plugin, runs);
      thread.onMessage((message) => this.#receive(player, message));
      thread.onFailure((sentence) => this.#failed(player, sentence));
      thread.post({
        kind: 'assign',
        control: player.control,
        experiment: this.#experiment,
        text: { indices, vocabulary, parts },
        runs,
        threadsPerRun,
        keep,
        inTurn: this.#inTurn,
        ...(pulse && { pulse }),
      });
      this.#players.push(player);
    }
  }

  /** Starts the threads that help with a large run. It trains without them too, with the same result. */
  #reinforce(player: Player, crew: Crew, arm: Arm): void {
    // The run before has ended.
    if (this.#inTurn) player.dismiss();
    player.reinforce({ crew, arm, layers: this.#experiment.layers }, () => {
      const thread = this.#ports.startThread();
      thread.onFailure((sentence) => this.#failed(player, sentence));
      return thread;
    });
  }

  async #hold(): Promise<void> {
    for (const player of this.#living()) player.hold();
    await this.#allHeld();
  }

  async #allHeld(): Promise<void> {
    while (this.#living().some((player) => player.owed > 0))
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #receive(player: Player, message: FromThread): void {
    // A thread that was ended still delivers what it had sent before.
    if (!player.alive) return;
    switch (message.kind) {
      case 'progress': {
        // What a thread had sent of a run before it was told to forget it is nobody's.
        const runs = message.runs.filter((run) => player.has(run));
        for (const run of runs) this.#book.add(run);
        this.#keeper?.progress(runs);
        return this.#progress.add(runs);
      }
      case 'checkpoint':
        return this.#keeper?.checkpoint(message.run, message.checkpoint);
      case 'crew':
        return this.#reinforce(player, message.crew, message.arm);
      case 'held':
        player.owed--;
        return this.#wake();
      case 'done':
        if (this.#phase === 'running' && this.#allEnded) this.#settle('finished');
        return;
      case 'answer':
      case 'refusal':
        return player.answered(message);
    }
  }

  /** A thread died: its runs failed, the others go on. */
  #failed(player: Player, sentence: string): void {
    if (!player.alive) return;
    player.end(sentence);
    this.#fail(player.keys, sentence, {
      code: player.plugin ? 'bad-plugin' : 'internal',
      message: player.plugin ? sentence : `A training thread ended: ${sentence}`,
      next: 'Its runs are marked as failed; the others go on.',
    });
  }

  /** A run is another program's by now: it ends here, the others go on. */
  #lost(lost: RunKey, why: LabErrorData): void {
    const player = this.#living().find((each) => each.has(lost));
    if (!player) return;
    if (player.keys.length === 1) player.end(why.message);
    else player.drop([lost]);
    this.#fail([lost], why.message, why);
  }

  #fail(runs: readonly RunKey[], sentence: string, problem: LabErrorData): void {
    this.#progress.add(this.#book.close('failed', isAmong(runs), sentence));
    this.#emit('problem', problem);
    this.#wake();
    if ((this.#phase === 'running' || this.#phase === 'paused') && this.#allEnded) this.#settle('finished');
  }

  /** Everything pending goes out first, so that whoever hears of the phase has seen every number before it. */
  #settle(phase: 'paused' | 'stopped' | 'finished'): void {
    this.#progress.flush();
    if (phase === 'stopped' || !this.#allEnded) return this.#setPhase(phase);
    const added = this.#adding;
    this.#adding = null;
    const more = this.#whenEnded(added, !this.#stopping);
    if (this.#disposed) return;
    if (more === null) return this.#setPhase('finished');
    this.#take(more);
    if (phase === 'paused') return this.#setPhase('paused');
    for (const player of this.#living()) player.release({ kind: 'go' });
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#emit('phase', { phase, overall: this.overall() });
  }
}
