import * as v from 'valibot';
import { limits } from '../../experiments/limits.ts';
import { gridLimits } from '../../experiments/rates/rate-grid.ts';
import type { NormMatched } from '../../experiments/rates/rate-tuning.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import { finite, id, whole } from '../arguments.ts';
import type { SweepState } from '../lab-data.ts';
import { asks, takes } from './lab-method.ts';

/** Learning rates. */
export const rateMethods = {
  /** The last sweep of learning rates, under way or ended; null before the first. */
  sweepState: asks.answers<SweepState | null>(),
  /**
   * Tries every arm of the experiment at every rate of a grid, with seeds that are not reported. Refused while
   * training. The same question again goes on with the runs that are missing.
   */
  startSweep: takes({
    grid: v.pipe(
      v.strictObject({
        low: v.pipe(finite, v.minValue(gridLimits.low), v.maxValue(gridLimits.high)),
        high: v.pipe(finite, v.minValue(gridLimits.low), v.maxValue(gridLimits.high)),
        count: whole(1, gridLimits.count),
      }),
      v.check(({ low, high, count }) => (count === 1 ? low === high : low < high), 'must ascend'),
    ),
    /** Number of tuning seeds. */
    seeds: whole(1, 100),
    /** Steps of each run. */
    steps: whole(1, limits.steps),
    yardstick: v.picklist(yardsticks.map(({ id: name }) => name)),
    /** Most rates that may be added at either end. */
    extension: whole(0, 50),
  }).answers<SweepState>(),
  /** Gives up the runs that are under way and keeps those that have ended. */
  cancelSweep: asks.answers<void>(),
  /**
   * Learning rates in inverse proportion to the norms of the first gradients, for an arm whose rate stays as it is. The
   * experiment is left alone: whoever asks takes the rates over, or does not.
   */
  matchNorms: takes({ reference: id }).answers<NormMatched>(),
};
