/** A stretch of an axis. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A stretch that is drawn, and how. */
export interface AxisRange extends Range {
  readonly logarithmic: boolean;
}

const onto = (value: number, logarithmic: boolean) => (logarithmic ? Math.log(value) : value);
const back = (value: number, logarithmic: boolean) => (logarithmic ? Math.exp(value) : value);

/** The value at a share of the drawn axis, 0 at its low end and 1 at its high one. */
export function valueAtShare({ low, high, logarithmic }: AxisRange, share: number): number {
  const from = onto(low, logarithmic);
  return back(from + share * (onto(high, logarithmic) - from), logarithmic);
}

/** The share of the drawn axis at which a value lies; below 0 or above 1 for one that lies beside it. */
export function shareOfValue({ low, high, logarithmic }: AxisRange, value: number): number {
  const from = onto(low, logarithmic);
  return (onto(value, logarithmic) - from) / (onto(high, logarithmic) - from || 1);
}

/** The axis stretched about a share of it that keeps its place; a factor below 1 comes nearer. */
export const zoomed = (range: AxisRange, factor: number, at: number): AxisRange => ({
  ...range,
  low: valueAtShare(range, at - at * factor),
  high: valueAtShare(range, at + (1 - at) * factor),
});

/** The axis moved by a share of its length, towards larger values. */
export const moved = (range: AxisRange, by: number): AxisRange => ({
  ...range,
  low: valueAtShare(range, by),
  high: valueAtShare(range, 1 + by),
});

/** Nearer than this share of all there is, figures on the axis would all be the same. */
const least = 1e-7;

/**
 * A wanted stretch, moved into what there is without changing its length as far as it fits.
 * @returns null when it is all there is, so that the axis may follow as more comes
 */
export function withinAll(wanted: AxisRange, all: Range): Range | null {
  const { logarithmic } = wanted;
  const whole: AxisRange = { ...all, logarithmic };
  let [low, high] = [shareOfValue(whole, wanted.low), shareOfValue(whole, wanted.high)];
  if (!Number.isFinite(low) || !Number.isFinite(high) || high - low >= 1 - 1e-9) return null;
  if (high - low < least) {
    const middle = (low + high) / 2;
    [low, high] = [middle - least / 2, middle + least / 2];
  }
  const shift = low < 0 ? -low : high > 1 ? 1 - high : 0;
  return { low: valueAtShare(whole, low + shift), high: valueAtShare(whole, high + shift) };
}
