import { sampleQuantile } from '../experiments/statistics/mean-interval.ts';

/** A stretch of steps, over all seeds of an arm. */
export interface Bin {
  /** Middle of the stretch, in steps. */
  readonly step: number;
  readonly median: number;
  /** 10 % and 90 % quantiles. */
  readonly low: number;
  readonly high: number;
}

/**
 * One value per step and seed, condensed for a drawing: the quantiles of all finite values in each of at most `bins`
 * stretches of steps. Every step counts, none is skipped; exports have the raw values.
 */
export function binned(series: readonly Float64Array[], bins = 160): Bin[] {
  const steps = Math.max(0, ...series.map(({ length }) => length));
  const width = Math.max(1, Math.ceil(steps / bins));
  const result: Bin[] = [];
  for (let from = 0; from < steps; from += width) {
    const to = Math.min(from + width, steps);
    const values: number[] = [];
    for (const each of series)
      for (let i = from; i < Math.min(to, each.length); i++)
        if (Number.isFinite(each[i])) values.push(each[i]);
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
