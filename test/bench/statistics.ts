import { sampleQuantile } from '../../core/experiments/statistics/mean-interval.ts';

/** The value in the middle of several; NaN of none. */
export const median = (values: readonly number[]): number => sampleQuantile(values, 0.5);

/** Half the distance between the quartiles, as a share of the median: how far a usual round lies from it. */
export const spread = (values: readonly number[]): number =>
  (sampleQuantile(values, 0.75) - sampleQuantile(values, 0.25)) / (2 * median(values));

/** a / b of each round. @throws RangeError when the two were not measured in the same rounds */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new RangeError('Ratios need two values of every round.');
  return a.map((value, round) => value / b[round]);
}

/** The median of the ratios within rounds: what is slow for a whole round falls out of it. */
export const medianRatio = (a: readonly number[], b: readonly number[]): number => median(ratios(a, b));

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Medians of factors by setting, and their geometric mean, in words. */
export function meanOf(
  factors: readonly { readonly name: string; readonly times: readonly number[] }[],
): string {
  const middle = factors.map(({ name, times }) => ({ name, value: median(times) }));
  const parts = middle.map(({ name, value }) => `${name} ${value.toPrecision(3)}×`);
  return `${parts.join(', ')}; geometric mean ${geometricMean(middle.map(({ value }) => value)).toPrecision(3)}×`;
}
