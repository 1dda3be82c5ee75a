import quantile from '@stdlib/stats-base-dists-t-quantile';

/** A two-sided confidence interval of a mean. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly halfWidth: number;
}

/** What a few values say about the mean they come from. */
export interface Summary {
  /** Values, finite or not. */
  readonly n: number;
  /** NaN when there is no value, and not finite when one of the values is not. */
  readonly mean: number;
  /** Sample standard deviation (n − 1 below the line); NaN for fewer than two values. */
  readonly sd: number;
  /** Null where no interval exists: fewer than two values, or one that is not finite. */
  readonly interval: Interval | null;
}

/** Confidence level of every interval in the lab unless said otherwise. */
export const confidence = 0.95;

/**
 * Arithmetic mean; NaN for no values. A value that is not finite makes the mean not finite: it is never left out.
 * The second pass removes the rounding error of the first.
 */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  if (n === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const first = sum / n;
  if (!Number.isFinite(first)) return first;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += values[i] - first;
  return first + rest / n;
}

/** Sample standard deviation √(Σ (x − x̄)² / (n − 1)); NaN for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 2) return NaN;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - centre) ** 2;
  return Math.sqrt(squares / (n - 1));
}

/**
 * Mean with Student's t interval x̄ ± t(½ + level/2, n − 1) · s/√n, which is right for a small n of normal values;
 * 1.96 would be too narrow by more than half at n = 3.
 * @param level between 0 and 1
 */
export function tInterval(values: ArrayLike<number>, level = confidence): Summary {
  const n = values.length;
  const centre = mean(values);
  const sd = standardDeviation(values);
  const halfWidth = (studentQuantile(0.5 + level / 2, n - 1) * sd) / Math.sqrt(n);
  const interval =
    n >= 2 && Number.isFinite(halfWidth)
      ? { low: centre - halfWidth, high: centre + halfWidth, halfWidth }
      : null;
  return { n, mean: centre, sd, interval };
}

const quantiles = new Map<string, number>();

/** Quantile of Student's t distribution: worked out once for each n, for a curve asks for it at every point. */
function studentQuantile(p: number, freedom: number): number {
  const key = `${p}/${freedom}`;
  let found = quantiles.get(key);
  if (found === undefined) quantiles.set(key, (found = quantile(p, freedom)));
  return found;
}

/** The value below which a share `p` of the values lies, with linear interpolation; NaN for no values. NaN sorts last. */
export function sampleQuantile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low === high ? low : low + (high - low) * (place - below);
}
