import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { stream } from '../network/random.ts';
import { confidence, mean, type Interval } from './statistics.ts';

/** A bootstrap interval of a mean, and how it was made. */
export interface BcaInterval extends Omit<Interval, 'halfWidth'> {
  /** Whether every resample was counted, each with its weight; else `resamples` were drawn. */
  readonly exact: boolean;
  readonly resamples: number;
}

/** With so few values all resamples are listed: 8 values have 8⁸, of 6 435 kinds. */
const mostListed = 8;
const drawn = 10_000;

/** Resampled means in ascending order, each with the number of resamples it stands for. */
interface Resampled {
  readonly means: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
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
  const exact = n <= mostListed;
  const resampled = exact ? everyResample(values) : drawnResamples(values);
  const { means, counts, total } = resampled;
  const centre = mean(values);

  // Bias: how far the middle of the resampled means lies from the mean, ties counting half.
  let below = 0;
  let notAbove = 0;
  // Means of the same values in another order differ in the last bits; they count as equal.
  const slack = 1e-12 * Math.max(...values.map(Math.abs));
  means.forEach((each, i) => {
    if (each < centre - slack) below += counts[i]!;
    if (each <= centre + slack) notAbove += counts[i]!;
  });
  const bias = quantile((below + notAbove) / (2 * total), 0, 1);

  // Acceleration: the skewness of the means that leave one value out.
  const without = values.map((value) => (n * centre - value) / (n - 1));
  const middle = mean(without);
  const sum = (power: number) => without.reduce((total, each) => total + (middle - each) ** power, 0);
  const acceleration = sum(3) / (6 * sum(2) ** 1.5);

  const end = (share: number) => {
    const z = bias + quantile(share, 0, 1);
    return quantileOf(resampled, cdf(bias + z / (1 - acceleration * z), 0, 1));
  };
  return { low: end((1 - level) / 2), high: end((1 + level) / 2), exact, resamples: total };
}

/** The value below which a share of the resamples lies, with linear interpolation between neighbours. */
function quantileOf({ means, counts, total }: Resampled, share: number): number {
  const place = share * (total - 1);
  const at = (rank: number) => {
    let before = 0;
    for (let i = 0; i < means.length; i++) if ((before += counts[i]!) > rank) return means[i]!;
    return means.at(-1)!;
  };
  const low = at(Math.floor(place));
  return low + (at(Math.floor(place) + 1) - low) * (place - Math.floor(place));
}

/** All nⁿ resamples, by kind: how often each value was drawn. A kind stands for n! / Π kᵢ! resamples. */
function everyResample(values: readonly number[]): Resampled {
  const n = values.length;
  const kinds: { mean: number; count: number }[] = [];
  const list = (at: number, left: number, sum: number, count: number): void => {
    if (at === n - 1) {
      kinds.push({ mean: (sum + left * values[at]!) / n, count });
      return;
    }
    // `left` draws remain: taken k times, this value can stand in (left choose k) of their places.
    for (let k = 0, ways = 1; k <= left; ways = (ways * (left - k)) / (k + 1), k++)
      list(at + 1, left - k, sum + k * values[at]!, count * ways);
  };
  list(0, n, 0, 1);
  kinds.sort((a, b) => a.mean - b.mean);
  return {
    means: Float64Array.from(kinds, (kind) => kind.mean),
    counts: Float64Array.from(kinds, (kind) => kind.count),
    total: n ** n,
  };
}

function drawnResamples(values: readonly number[]): Resampled {
  const n = values.length;
  const generator = stream(1, 'bootstrap');
  const means = Float64Array.from({ length: drawn }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[generator.below(n)]!;
    return sum / n;
  }).sort();
  return { means, counts: new Float64Array(drawn).fill(1), total: drawn };
}
