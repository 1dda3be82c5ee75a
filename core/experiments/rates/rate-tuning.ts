import * as v from 'valibot';
import { armId, finite, listOf, positive, whole, yardstickId, yesOrNo } from '../files/fields.ts';
import { limits } from '../limits.ts';
import type { Plain } from '../plain.ts';
import { gridLimits } from './rate-grid.ts';

/** The rates around the best one that are nearly as good. */
const basin = v.strictObject({
  low: positive(),
  high: positive(),
  /** high / low: how far the rate may be off. */
  factor: positive(),
  /** Whether the basin reaches the end of what was tried: then it may be wider. */
  open: yesOrNo,
});

/** A round of a plan: the rates that are still in it are trained for so many steps, and the best ones go on. */
const sweepRound = v.strictObject({
  steps: whole(1, limits.steps),
  /** Rates of each arm that the next round trains; 1 in the last round. */
  keep: whole(1, gridLimits.count),
});

/** Rounds of a plan, the shortest first. */
export const sweepRounds = v.pipe(listOf(sweepRound, 20, 'rounds'), v.minLength(1));

/** What a sweep found at one rate. */
const triedRate = v.strictObject({
  rate: positive(),
  /** The yardstick of each tuning seed that finished. */
  values: listOf(finite, limits.seeds, 'values'),
  diverged: whole(0, limits.seeds),
});

const tunedRate = v.strictObject({
  armId,
  rate: positive(),
  /** The yardstick there, averaged over the tuning seeds. */
  value: finite,
  basin,
  /** The rate lay at the end of all that was tried. */
  atEdge: v.nullable(v.picklist(['low', 'high'])),
  /** All rates that were tried, ascending; absent in experiments of earlier versions. */
  tried: v.optional(listOf(triedRate, 3 * gridLimits.count, 'rates')),
});

/** Each arm at its best rate of one common grid. */
const bestPerArm = v.strictObject({
  kind: v.literal('best-per-arm'),
  grid: v.strictObject({ low: positive(), high: positive(), count: whole(1, gridLimits.count) }),
  /** Seeds of the sweep; none of them is reported. */
  seeds: listOf(whole(0, limits.seed), limits.seeds, 'seeds'),
  /** Steps of each run of the sweep; with rounds, of those in the last one. */
  steps: whole(1, limits.steps),
  /** Absent where every rate was trained for all steps. */
  rounds: v.optional(sweepRounds),
  /** Steps of all its runs together; absent in experiments of earlier versions. */
  trained: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  yardstick: yardstickId,
  /** The part of the text that the sweep read: the held-out one before there was a tuning part. */
  part: v.optional(v.picklist(['tuning', 'held-out'], "must be 'tuning' or 'held-out'"), 'held-out'),
  best: listOf(tunedRate, limits.arms, 'arms'),
});

/** Rates in inverse proportion to the norm of the first gradient. */
const normMatched = v.strictObject({
  kind: v.literal('norm-matched'),
  /** The arm whose rate the others follow. */
  reference: armId,
  /** With ‖∂E/∂W‖ of the first step, over all parameters, before clipping, averaged over the seeds. */
  best: listOf(v.strictObject({ armId, rate: positive(), norm: finite }), limits.arms, 'arms'),
});

/** Where the rates of an experiment come from, when they were not typed in. It changes no number of a run. */
export const tuningSchema = v.variant('kind', [bestPerArm, normMatched]);

export type Basin = Plain<v.InferOutput<typeof basin>>;
export type SweepRound = Plain<v.InferOutput<typeof sweepRound>>;
export type TriedRate = Plain<v.InferOutput<typeof triedRate>>;
export type TunedRate = Plain<v.InferOutput<typeof tunedRate>>;
export type BestPerArm = Plain<v.InferOutput<typeof bestPerArm>>;
export type NormMatched = Plain<v.InferOutput<typeof normMatched>>;
export type RateTuning = BestPerArm | NormMatched;
