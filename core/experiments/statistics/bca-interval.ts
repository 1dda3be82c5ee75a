import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { resample, resampledQuantile } from './resampling.ts';
import { confidence, mean, type Interval } from './mean-interval.ts';

/** A bootstrap interval of a mean, and how it was made. */
export interface BcaInterval extends Omit<Interval, 'halfWidth'> {
  /** Whether every resample was counted, each with its weight; else `resamples` were drawn. */
  readonly exact: boolean;
  readonly resamples: number;
}

/**
 * Bias-corrected and accelerated bootstrap interval of the mean (Efron 1987, Journal of the American Statistical
 * Association 82; the formulas of `scipy.stats.bootstrap`). It takes no distribution for granted, but with few values it is too
 * narrow: the values at hand are all it knows. Nothing is random: up to 8 values every resample counts, more are resampled from
 * one fixed stream.
 * @returns null for fewer than two values, for values that are all the same, and when one is not finite
 */
export function bcaInterval(values: readonly number[], level = confidence): BcaInterval | null {
  const n = values.length;
  if (n < 2 || !values.every(Number.isFinite) || values.every((value) => value === values[0])) return null;
  const all = Float64Array.from(values);
  const resampled = resample(n, (times) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += times[i] * all[i];
    return sum / n;
  });
  const { values: means, counts, total, exact } = resampled;
  const centre = mean(values);

  // Bias: how far the middle of the resampled means lies from the mean, ties counting half.
  let below = 0;
  let notAbove = 0;
  // Means of the same values in another order differ in the last bits; they count as equal.
  const slack = 1e-12 * Math.max(...values.map(Math.abs));
  means.forEach((each, i) => {
    if (each < centre - slack) below += counts[i];
    if (each <= centre + slack) notAbove += counts[i];
  });
  const bias = quantile((below + notAbove) / (2 * total), 0, 1);

  // Acceleration: the skewness of the means that leave one value out.
  const without = values.map((value) => (n * centre - value) / (n - 1));
  const middle = mean(without);
  const sum = (power: number) => without.reduce((total, each) => total + (middle - each) ** power, 0);
  const acceleration = sum(3) / (6 * sum(2) ** 1.5);

  const end = (share: number) => {
    const z = bias + quantile(share, 0, 1);
    return resampledQuantile(resampled, cdf(bias + z / (1 - acceleration * z), 0, 1));
  };
  return { low: end((1 - level) / 2), high: end((1 + level) / 2), exact, resamples: total };
}
