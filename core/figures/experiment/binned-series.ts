import type { StepSeries } from '../../experiments/run.ts';
import { stepOfRow, stepsIn } from '../../experiments/thinning.ts';
import { sampleQuantile } from '../../experiments/statistics/mean-interval.ts';

/** A stretch of steps, over all seeds of an arm. */
interface Bin {
  /** Middle of the stretch, in steps. */
  readonly step: number;
  readonly median: number;
  /** 10 % and 90 % quantiles. */
  readonly low: number;
  readonly high: number;
}

/**
 * The loss of each step and seed, condensed for a drawing: the quantiles of all finite values in each of at most `bins`
 * stretches of steps. Every row counts, none is skipped; exports have the raw values.
 */
export function binned(runs: readonly StepSeries[], bins = 160): Bin[] {
  const steps = Math.max(0, ...runs.map(stepsIn));
  const width = Math.max(1, Math.ceil(steps / bins));
  const rows = runs.map(() => 0);
  const result: Bin[] = [];
  for (let from = 0; from < steps; from += width) {
    const to = Math.min(from + width, steps);
    const values: number[] = [];
    runs.forEach((series, run) => {
      const { loss } = series;
      for (; rows[run] < loss.length && stepOfRow(series, rows[run]) <= to; rows[run]++)
        if (Number.isFinite(loss[rows[run]])) values.push(loss[rows[run]]);
    });
    if (values.length === 0) continue;
    result.push({
      step: (from + 1 + to) / 2,
      median: sampleQuantile(values, 0.5),
      low: sampleQuantile(values, 0.1),
      high: sampleQuantile(values, 0.9),
    });
  }
  return result;
}
