/** The value below which a share of the values lies, between two neighbours in proportion; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  if (sorted.length === 0) return NaN;
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The value in the middle of several. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Half the distance between the quartiles, as a share of the median: how far a usual round lies from it. */
export const spread = (values: readonly number[]): number =>
  (quantile(values, 0.75) - quantile(values, 0.25)) / (2 * median(values));

/** a / b of each round. @throws RangeError when the two were not measured in the same rounds */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new RangeError('Ratios need two values of every round.');
  return a.map((value, round) => value / b[round]);
}

/** The median of the ratios within rounds: what is slow for a whole round falls out of it. */
export const medianRatio = (a: readonly number[], b: readonly number[]): number => median(ratios(a, b));
