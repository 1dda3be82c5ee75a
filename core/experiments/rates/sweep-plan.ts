import type { YardstickId } from '../../yardsticks/registry.ts';
import type { Experiment } from '../experiment.ts';
import type { Evaluation, RunStatus } from '../run.ts';
import type { Summary } from '../statistics/mean-interval.ts';
import type { RateGrid } from './rate-grid.ts';
import type { SweepRound } from './rate-tuning.ts';

/** A learning-rate sweep: every arm of an experiment at every rate of one common grid, with seeds of its own. */
export interface SweepPlan {
  readonly format: 'loss-lab-sweep';
  readonly version: 1;
  /** What is tuned: text, model, optimiser and arms. The rates of its arms and its seeds are not used. */
  readonly experiment: Experiment;
  readonly grid: RateGrid;
  /** Seeds of the sweep; none of them is a seed of the experiment, so that nothing is chosen on what is reported. */
  readonly seeds: readonly number[];
  /** Steps of each run; with rounds, of those in the last one. */
  readonly steps: number;
  /**
   * Successive halving (Jamieson & Talwalkar 2016): short runs at all rates, longer ones at those that did best. Absent
   * where every rate is trained for all steps.
   */
  readonly rounds?: readonly SweepRound[] | undefined;
  /** On what the best rate is chosen, after the last step. */
  readonly yardstick: YardstickId;
  /** Most rates that are added at either end while the best rate of an arm lies there. */
  readonly extension: number;
}

/** One run of a sweep. */
export interface SweepPoint {
  readonly armId: string;
  /** Place in the grid; below 0 or from `count` on where the grid was extended. */
  readonly place: number;
  readonly rate: number;
  readonly seed: number;
  readonly steps: number;
}

/** What became of it. */
export interface SweepRun extends SweepPoint {
  readonly status: Extract<RunStatus, 'finished' | 'diverged' | 'failed'>;
  /** At the last step; for a run that diverged, of its last finite weights; null where nothing was evaluated. */
  readonly evaluation: Evaluation | null;
  /** The step at which a run diverged, else null. */
  readonly divergedAt: number | null;
  /** Seconds of training, arithmetic only. */
  readonly seconds: number;
  readonly engine: string | null;
  /** Processor and JavaScript engine; absent in sweeps of earlier versions, as the version of the lab is. */
  readonly machine?: string | undefined;
  readonly labVersion?: string | undefined;
}

/** The yardstick of an arm at one rate. */
export interface SweepValue {
  readonly place: number;
  readonly rate: number;
  /** Over the seeds that finished. */
  readonly summary: Summary;
  /** One per seed that finished, in the order of the seeds. */
  readonly values: readonly number[];
  readonly diverged: number;
  readonly failed: number;
}
