import type { Vector } from '../outputs/vector.ts';

/** Counts over equal bins from `low` to `high`; values outside are counted in the outermost bins. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Bins of a histogram: odd, so that one of them lies about the middle. */
const bins = 41;

/** Counts of values over equal bins from `low` to `high`. Values that are not finite are left out. */
export function histogramOver(values: ArrayLike<number>, low: number, high: number): Histogram {
  const counts = new Array<number>(bins).fill(0);
  const scale = bins / (high - low);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - low) * scale)));
    counts[bin] = counts[bin] + 1;
  }
  return { low, high, counts };
}

/** Counts over bins that are symmetric about 0 and reach to the largest |value|; null for no values, or one not finite. */
export function symmetricHistogram(values: Vector): Histogram | null {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (values.length === 0 || !Number.isFinite(largest)) return null;
  const high = largest || 1;
  return histogramOver(values, -high, high);
}
