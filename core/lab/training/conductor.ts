import type { LabEvents } from '../../contract/lab-api.ts';
import type { Overall, Phase } from '../../contract/lab-data.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import { LabError, type LabErrorData } from '../../errors.ts';
import type { Arm, Experiment } from '../../experiments/experiment.ts';
import type { Crew } from '../../network/engine.ts';
import { usefulThreads } from './useful-threads.ts';
import type { RunRecord } from '../../experiments/run.ts';
import type { PluginDefinition } from '../../outputs/layer-definition.ts';
import { Pace } from './pace.ts';
import { dealOut, startShare } from './plugin-runs.ts';
import type { LabPorts, TrainingThread } from '../ports.ts';
import type { KeptRun, RunKeeper } from './run-keeper.ts';
import { RunBook, type RunKey } from '../../contract/run-book.ts';
import type { AssignedRun, FromThread, RunAnswer, RunQuestion, ToThread } from './thread-messages.ts';

/** Least milliseconds between two progress events: as often as a screen draws, for each one takes time of training. */
const eventEvery = 100;

interface Player {
  readonly thread: TrainingThread;
  /** One Int32 on shared memory; 1 asks for attention. */
  readonly control: Int32Array;
  keys: readonly RunKey[];
  /** The plug-in that has the thread to itself; null for all others. */
  readonly plugin: PluginDefinition | null;
  /** Threads that help with the run of this one. */
  readonly followers: TrainingThread[];
  /** Answers `held` still to come. */
  owed: number;
  alive: boolean;
}

type Emit = <Name extends 'phase' | 'progress' | 'problem'>(name: Name, event: LabEvents[Name]) => void;

/**
 * Asked when every run has ended, after every number was told.
 * @param added seeds that were added and have ended now; null where those of the start have, or added ones were given up
 * @param goOn false where training is being stopped
 * @returns further seeds to go on with, or null
 */
export type WhenEnded = (added: readonly number[] | null, goOn: boolean) => readonly number[] | null;

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
  #pending: LabEvents['progress']['runs'][number][] = [];
  #cancelFlush: (() => void) | null = null;
  #lastFlush = -Infinity;
  #waiters: (() => void)[] = [];
  /**
   * Not a protocol of its own, as birpc would be: an answer keeps its place among the progress and checkpoints that the
   * thread tells on the same line, and a thread's end refuses only what that one was asked.
   */
  #questions = new Map<
    number,
    { player: Player; resolve: (answer: RunAnswer) => void; reject: (error: LabErrorData) => void }
  >();
  #nextQuestion = 1;
  #disposed = false;
  /** How often training was wished: a pause or step that waits for its threads gives way to a later wish. */
  #runs = 0;
  /** A stop is waiting for the threads. */
  #stopping = false;
  /** Training is held because what it computes cannot be kept. */
  #heldByTrouble = false;

  /**
   * @param mine the runs that are trained here, where others wait for another machine; of such a part nobody looks at
   *   weights, and its runs are trained one after the other
   * @param keeper keeps what is computed, and knows what was
   */
  constructor(
    experiment: Experiment,
    corpus: Corpus,
    ports: LabPorts,
    emit: Emit,
    mine?: (run: RunKey) => boolean,
    whenEnded: WhenEnded = () => null,
    keeper: RunKeeper | null = null,
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
    // Of a part that is kept nobody looks at curves either: however many runs it has, one is in memory.
    this.#book = new RunBook(experiment, !(this.#inTurn && keeper));
    const scored = Math.min(experiment.evaluation.characters, corpus.summary.heldOutCharacters);
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
    for (const player of this.#living()) this.#release(player, { kind: 'go' });
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
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    this.#pending = [];
    this.#phase = this.#allEnded ? 'finished' : 'paused';
  }

  /** What is computed cannot be kept for now: training waits, and goes on by itself when it can, or may not wait longer. */
  async #troubled(trouble: LabErrorData | null): Promise<void> {
    if (trouble) {
      this.#emit('problem', trouble);
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
      this.#release(player, { kind: 'step' });
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
    this.#queue(this.#book.close('stopped', this.#mine, null));
    this.#settle('stopped');
  }

  /** Everything is as if these seeds had not been asked for. */
  #giveUp(seeds: readonly number[]): void {
    const stays = ({ seed }: RunKey) => !seeds.includes(seed);
    for (const player of this.#living()) {
      player.thread.post({ kind: 'drop', runs: player.keys.filter((key) => !stays(key)) });
      player.keys = player.keys.filter(stays);
    }
    this.#follow({ seeds: this.#experiment.seeds.filter((seed) => !seeds.includes(seed)) });
    this.#pending = this.#pending.filter(stays);
    this.#flush();
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
    const player = this.#living().find((each) =>
      each.keys.some((key) => key.armId === run.armId && key.seed === run.seed),
    );
    if (!player)
      return Promise.reject(
        new LabError(
          'wrong-state',
          'This run has no weights in memory.',
          'Start the experiment first; a report that was opened holds results, not weights.',
        ),
      );
    const id = this.#nextQuestion++;
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { player, resolve, reject });
      player.thread.post({ kind: 'ask', id, run, question });
    });
  }

  /** Frees the threads. Nothing is told afterwards, and what is still waiting to go on does not. */
  dispose(): void {
    this.#disposed = true;
    this.#adding = null;
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    for (const player of this.#players) this.#lay(player, 'The experiment was closed.');
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
    this.#queue([record]);
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
      const control = new Int32Array(new SharedArrayBuffer(4));
      const { thread, pulse } = startShare(plugin, this.#ports);
      const player: Player = { thread, control, keys: runs, plugin, followers: [], owed: 0, alive: true };
      thread.onMessage((message) => this.#receive(player, message));
      thread.onFailure((sentence) => this.#failed(player, sentence));
      thread.post({
        kind: 'assign',
        control,
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
    if (this.#inTurn) for (const thread of player.followers.splice(0)) thread.terminate();
    for (let part = 1; part < crew.spec.parts; part++) {
      const thread = this.#ports.startThread();
      thread.onFailure((sentence) => this.#failed(player, sentence));
      thread.post({
        kind: 'follow',
        control: player.control,
        crew,
        part,
        arm,
        layers: this.#experiment.layers,
      });
      player.followers.push(thread);
    }
  }

  #release(player: Player, message: ToThread): void {
    Atomics.store(player.control, 0, 0);
    player.thread.post(message);
  }

  /** The flag reaches a thread in the middle of a step; the message makes it answer. */
  async #hold(): Promise<void> {
    for (const player of this.#living()) {
      Atomics.store(player.control, 0, 1);
      player.owed++;
      player.thread.post({ kind: 'hold' });
    }
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
      case 'progress':
        for (const run of message.runs) this.#book.add(run);
        this.#keeper?.progress(message.runs);
        return this.#queue(message.runs);
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
      case 'refusal': {
        const question = this.#questions.get(message.id);
        this.#questions.delete(message.id);
        if (message.kind === 'answer') question?.resolve(message.answer);
        else question?.reject(new LabError(message.error.code, message.error.message, message.error.next));
      }
    }
  }

  /** A thread died: its runs failed, the others go on. */
  #failed(player: Player, sentence: string): void {
    if (!player.alive) return;
    this.#lay(player, sentence);
    const mine = ({ armId, seed }: RunKey) =>
      player.keys.some((key) => key.armId === armId && key.seed === seed);
    this.#queue(this.#book.close('failed', mine, sentence));
    this.#emit('problem', {
      code: player.plugin ? 'bad-plugin' : 'internal',
      message: player.plugin ? sentence : `A training thread ended: ${sentence}`,
      next: 'Its runs are marked as failed; the others go on.',
    });
    this.#wake();
    if ((this.#phase === 'running' || this.#phase === 'paused') && this.#allEnded) this.#settle('finished');
  }

  #lay(player: Player, sentence: string): void {
    player.alive = false;
    Atomics.store(player.control, 0, 1);
    player.thread.terminate();
    for (const follower of player.followers) follower.terminate();
    for (const [id, question] of this.#questions)
      if (question.player === player) {
        this.#questions.delete(id);
        question.reject(new LabError('cancelled', sentence));
      }
  }

  /** Everything pending goes out first, so that whoever hears of the phase has seen every number before it. */
  #settle(phase: 'paused' | 'stopped' | 'finished'): void {
    this.#flush();
    if (phase === 'stopped' || !this.#allEnded) return this.#setPhase(phase);
    const added = this.#adding;
    this.#adding = null;
    const more = this.#whenEnded(added, !this.#stopping);
    if (this.#disposed) return;
    if (more === null) return this.#setPhase('finished');
    this.#take(more);
    if (phase === 'paused') return this.#setPhase('paused');
    for (const player of this.#living()) this.#release(player, { kind: 'go' });
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#emit('phase', { phase, overall: this.overall() });
  }

  #queue(runs: LabEvents['progress']['runs']): void {
    if (runs.length === 0) return;
    this.#pending.push(...runs);
    if (this.#cancelFlush) return;
    const wait = this.#lastFlush + eventEvery - this.#ports.now();
    this.#cancelFlush = this.#ports.after(Math.max(0, wait), () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    if (this.#pending.length === 0) return;
    this.#lastFlush = this.#ports.now();
    this.#emit('progress', { overall: this.overall(), runs: this.#pending.splice(0) });
  }
}
