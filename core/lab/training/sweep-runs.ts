import type { SweepProgress } from '../../contract/lab-data.ts';
import { RunBook } from '../../contract/run-book.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import { lastEvaluation } from '../../experiments/run.ts';
import { leftOf, sweepExperiment, sweepKey } from '../../experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../../experiments/rates/sweep-plan.ts';
import { machineWords } from '../../experiments/run-origins.ts';
import { partsForTuning } from '../../experiments/text-split.ts';
import type { PluginDefinition } from '../../outputs/layer-definition.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import { pluginOf, startShare, type SharePorts } from './plugin-runs.ts';
import type { LabPorts } from '../ports.ts';
import { FlaggedThread } from './flagged-thread.ts';
import type { FromThread } from './thread-messages.ts';

interface SweepListener {
  /** A run has ended: to be kept, so that it is never done again. */
  run(run: SweepRun): void;
  progress(progress: SweepProgress): void;
  /** Nothing is left to do. */
  finished(): void;
}

/** Keeps where runs of a sweep stand that have not ended. */
export interface RunsUnderWay {
  /** Where a run that was broken off stands; null where it begins. */
  before(point: SweepPoint): Checkpoint | null;
  /** Where a run stands now. */
  keep(point: SweepPoint, checkpoint: Checkpoint): void;
}

type SweepPorts = Pick<LabPorts, 'threads' | 'machine' | 'version'> & SharePorts;

interface Job {
  readonly point: SweepPoint;
  /** Its curves are nobody's. */
  readonly book: RunBook;
  /** Where it was gone on from. */
  readonly before: Checkpoint | null;
}

interface Player {
  line: FlaggedThread;
  /** The pulse of a thread that a plug-in has to itself, for one run; null for all others. */
  pulse: Int32Array | null;
  job: Job | null;
  /** Told when its run has said where it stands, while the sweep is being stopped. */
  rests?: () => void;
}

/**
 * Trains the runs of a sweep, one after the other on each thread: a run that has ended is a result that stays, and one that
 * was under way when the sweep was broken off goes on where somebody has kept it.
 */
export class Sweeper {
  readonly #plan: SweepPlan;
  readonly #corpus: Corpus;
  readonly #ports: SweepPorts;
  readonly #listener: SweepListener;
  readonly #mine: (point: SweepPoint) => boolean;
  readonly #underWay: RunsUnderWay;
  readonly #runs: SweepRun[];
  #players: Player[] = [];
  /** Runs that nobody has begun, the next one last. */
  #waiting: SweepPoint[] = [];
  #waitingSteps = 0;
  /** Steps of rounds to come. */
  #laterSteps = 0;
  /** Steps of the runs that have ended. */
  #stepsRun: number;
  #started = 0;
  /** Steps done since the start, for the rate: what was done before took no time of this one. */
  #stepsHere = 0;
  #ended = false;
  #stopped: Promise<void> | null = null;

  /**
   * @param underWay keeps the runs that have not ended
   * @param done runs of an earlier start of the same plan, which are not repeated
   * @param mine the runs that are to be done here; others belong to other machines
   */
  constructor(
    plan: SweepPlan,
    corpus: Corpus,
    ports: SweepPorts,
    listener: SweepListener,
    underWay: RunsUnderWay,
    done: readonly SweepRun[] = [],
    mine: (point: SweepPoint) => boolean = () => true,
  ) {
    this.#plan = plan;
    this.#corpus = corpus;
    this.#ports = ports;
    this.#listener = listener;
    this.#runs = [...done];
    this.#stepsRun = stepsOf(done);
    this.#mine = mine;
    this.#underWay = underWay;
  }

  start(): void {
    this.#started = this.#ports.now();
    this.#lookForMore();
    const count = Math.min(this.#ports.threads, Math.max(1, this.#waiting.length));
    for (let i = 0; i < count; i++) this.#players.push(this.#newPlayer());
    this.#dealOut();
  }

  /** Ends as soon as each run that is under way has told where it stands. */
  stop(): Promise<void> {
    // Nothing is dealt out from here on, whatever the threads say to what they are told.
    this.#stopped ??= Promise.resolve()
      .then(() => this.#rest())
      .then(() => this.cancel());
    return this.#stopped;
  }

  async #rest(): Promise<void> {
    const under = this.#players.filter(({ job }) => job !== null);
    await Promise.all(
      under.map(async (player) => {
        const rests = new Promise<void>((resolve) => (player.rests = resolve));
        player.line.hold();
        await rests;
      }),
    );
  }

  /** Gives up the runs that are under way. Nothing is told afterwards. */
  cancel(): void {
    this.#ended = true;
    for (const { line } of this.#players) line.terminate();
    this.#players = [];
  }

  /** Looks for runs that nobody has begun, and for the steps of rounds to come: once at the start, then when none is known. */
  #lookForMore(): void {
    const begun = new Set(this.#players.flatMap(({ job }) => (job ? [sweepKey(job.point)] : [])));
    const { points, laterSteps } = leftOf(this.#plan, this.#runs);
    this.#waiting = points.filter((point) => this.#mine(point) && !begun.has(sweepKey(point))).reverse();
    this.#laterSteps = laterSteps;
    this.#waitingSteps = stepsOf(this.#waiting);
  }

  /** Every idle thread takes a run. What is left to do may have grown: the grid widens when its end is the best. */
  #dealOut(): void {
    if (this.#stopped) return;
    for (const player of this.#players) {
      if (player.job) continue;
      if (this.#waiting.length === 0) this.#lookForMore();
      const point = this.#waiting.pop();
      if (!point) break;
      this.#waitingSteps -= point.steps;
      this.#begin(player, point);
    }
    this.#tell();
    if (this.#players.every(({ job }) => job === null) && !this.#ended) {
      this.cancel();
      this.#listener.finished();
    }
  }

  #newPlayer(): Player {
    const player: Player = { ...this.#newThread(null), job: null };
    this.#listen(player);
    return player;
  }

  #newThread(plugin: PluginDefinition | null): Pick<Player, 'line' | 'pulse'> {
    const { thread, pulse } = startShare(plugin, this.#ports);
    return { line: new FlaggedThread(thread), pulse };
  }

  #listen(player: Player): void {
    const { line } = player;
    line.thread.onMessage((message) => {
      if (player.line === line && !this.#ended) this.#receive(player, message);
    });
    line.thread.onFailure((sentence) => {
      if (player.line === line && !this.#ended) this.#failed(player, sentence);
    });
  }

  /** A run of a plug-in has a new thread to itself, and no other run has it afterwards. */
  #separate(player: Player, plugin: PluginDefinition | null): void {
    if (plugin === null && player.pulse === null) return;
    player.line.terminate();
    Object.assign(player, this.#newThread(plugin));
    this.#listen(player);
  }

  #begin(player: Player, point: SweepPoint): void {
    const experiment = sweepExperiment(this.#plan, point);
    this.#separate(player, pluginOf(experiment, experiment.arms[0].layer));
    const before = this.#underWay.before(point);
    player.job = { point, book: new RunBook(experiment, false), before };
    const { indices, vocabulary, parts } = this.#corpus;
    const { thread, control } = player.line;
    thread.post({
      kind: 'assign',
      control,
      experiment,
      text: { indices, vocabulary, parts: partsForTuning(parts) },
      // Evaluated before the first step and after the last alone, it has no evaluations to look back at.
      runs: player.job.book.keys.map((key) => ({
        ...key,
        ...(before && { before: { checkpoint: before, evaluations: [] } }),
      })),
      keep: true,
      // As many runs as cores are under way anyhow; and the numbers must not depend on how many cores there are.
      threadsPerRun: 1,
      ...(player.pulse && { pulse: player.pulse }),
    });
    thread.post({ kind: 'go' });
  }

  #receive(player: Player, message: FromThread): void {
    const { job } = player;
    if (!job) return;
    if (message.kind === 'progress') {
      for (const run of message.runs) {
        job.book.add(run);
        this.#stepsHere += run.loss.length;
      }
      this.#tell();
    } else if (message.kind === 'checkpoint') {
      const { checkpoint } = message;
      // Before the first step nothing is lost; what has ended is a result.
      const stands = checkpoint.status === 'training' || checkpoint.evaluationDue;
      if (stands && checkpoint.steps > 0) this.#underWay.keep(job.point, checkpoint);
    } else if (message.kind === 'done') this.#keep(player, job);
    else if (message.kind === 'held') player.rests?.();
  }

  #keep(player: Player, { point, book, before }: Job): void {
    const [record] = book.records();
    const { status, divergence, seconds, engine } = record;
    player.job = null;
    const run: SweepRun = {
      ...point,
      status: status === 'finished' || status === 'diverged' ? status : 'failed',
      evaluation: lastEvaluation(record),
      divergedAt: divergence?.step ?? null,
      seconds: Math.max(seconds, before?.seconds ?? 0),
      engine,
      machine: machineWords(this.#ports.machine),
      labVersion: this.#ports.version,
    };
    this.#runs.push(run);
    this.#stepsRun += run.steps;
    this.#listener.run(run);
    player.rests?.();
    this.#dealOut();
  }

  /** A thread died with its run: the run has failed, a new thread goes on. */
  #failed(player: Player, sentence: string): void {
    const { job } = player;
    // What it had sent before it died may still come; it is of no run any more.
    player.job = null;
    player.line.terminate();
    const next = this.#newPlayer();
    this.#players = this.#players.map((each) => (each === player ? next : each));
    if (!job) return;
    job.book.close('failed', () => true, sentence);
    this.#keep(next, job);
    player.rests?.();
  }

  #tell(): void {
    const under = this.#players.flatMap(({ job }) => (job ? [job] : []));
    const half = under.reduce(
      (sum, { book, before }) => sum + (before?.steps ?? 0) + book.progress()[0].steps,
      0,
    );
    const seconds = (this.#ports.now() - this.#started) / 1000;
    const stepRate = seconds > 0.2 ? this.#stepsHere / seconds : 0;
    const stepsLeft = stepsOf(under.map(({ point }) => point)) + this.#waitingSteps + this.#laterSteps - half;
    const stepsDone = this.#stepsRun + half;
    const { length, batch } = this.#plan.experiment.model;
    this.#listener.progress({
      runsDone: this.#runs.length,
      runsTotal: this.#runs.length + under.length + this.#waiting.length,
      stepsDone,
      stepsTotal: stepsDone + stepsLeft,
      charactersPerSecond: stepRate * length * batch,
      secondsLeft: stepRate > 0 ? stepsLeft / stepRate : null,
    });
  }
}

const stepsOf = (points: readonly SweepPoint[]): number => points.reduce((sum, { steps }) => sum + steps, 0);
