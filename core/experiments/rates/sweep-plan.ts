import * as v from 'valibot';
import type { Experiment } from '../experiment.ts';
import { positive, text, whole, yardstickId } from '../files/fields.ts';
import { limits } from '../limits.ts';
import type { Plain } from '../plain.ts';
import { double, evaluationSchema } from '../run-schema.ts';
import type { Summary } from '../statistics/mean-interval.ts';
import { gridLimits } from './rate-grid.ts';
import { sweepRounds } from './rate-tuning.ts';

const places = 1000;

export const sweepPlanSchema = v.strictObject({
  format: v.literal('loss-lab-sweep'),
  version: v.literal(1),
  experiment: v.unknown(),
  grid: v.strictObject({ low: positive(), high: positive(), count: whole(1, gridLimits.count) }),
  /** Seeds of the sweep; none of them is a seed of the experiment, so that nothing is chosen on what is reported. */
  seeds: v.pipe(v.array(whole(0, limits.seed)), v.minLength(1), v.maxLength(limits.seeds)),
  /** Steps of each run; with rounds, of those in the last one. */
  steps: whole(1, limits.steps),
  /**
   * Successive halving (Jamieson & Talwalkar 2016): short runs at all rates, longer ones at those that did best. Absent
   * where every rate is trained for all steps.
   */
  rounds: v.optional(sweepRounds),
  /** On what the best rate is chosen, after the last step. */
  yardstick: yardstickId,
  /** Most rates that are added at either end while the best rate of an arm lies there. */
  extension: whole(0, places),
});

export const sweepRunSchema = v.strictObject({
  armId: text(60),
  /** Place in the grid; below 0 or from `count` on where the grid was extended. */
  place: whole(-places, places),
  rate: positive(),
  seed: whole(0, limits.seed),
  // Sweeps of earlier versions trained all runs for the steps of their plan.
  steps: v.optional(whole(1, limits.steps)),
  status: v.picklist(['finished', 'diverged', 'failed']),
  /** At the last step; for a run that diverged, of its last finite weights; null where nothing was evaluated. */
  evaluation: v.nullable(evaluationSchema),
  /** The step at which a run diverged, else null. */
  divergedAt: v.nullable(whole(0, limits.steps + 1)),
  /** Seconds of training, arithmetic only. */
  seconds: double,
  engine: v.nullable(text(200)),
  /** Processor and JavaScript engine; absent in sweeps of earlier versions, as the version of the lab is. */
  machine: v.optional(text(1000)),
  labVersion: v.optional(text(100)),
});

/** A learning-rate sweep: every arm of an experiment at every rate of one common grid, with seeds of its own. */
export interface SweepPlan extends Plain<Omit<v.InferOutput<typeof sweepPlanSchema>, 'experiment'>> {
  /** What is tuned: text, model, optimiser and arms. The rates of its arms and its seeds are not used. */
  readonly experiment: Experiment;
}

/** One run of a sweep, and what became of it. */
export interface SweepRun extends Plain<Omit<v.InferOutput<typeof sweepRunSchema>, 'steps'>> {
  readonly steps: number;
}

/** One run of a sweep. */
export type SweepPoint = Pick<SweepRun, 'armId' | 'place' | 'rate' | 'seed' | 'steps'>;

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
