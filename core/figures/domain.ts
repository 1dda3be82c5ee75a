import type { Column, FigureAxis, LineSeries } from './figure.ts';

/** Smallest and largest finite value, or null. */
export function extent(values: Iterable<number>): [low: number, high: number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** Whether a value lies on a stretch of an axis. */
export const isWithin = (value: number, [low, high]: FigureAxis['domain']): boolean =>
  value >= low && value <= high;

/** Where a mark stands on an axis: at its edge where its value lies beyond, at the upper one where it has none. */
export const onAxis = (value: number, { domain: [low, high] }: FigureAxis): number =>
  Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : high;

export interface DomainWish {
  readonly scale: 'linear' | 'log';
  /** The axis covers at least these. */
  readonly include?: readonly number[];
  /** Values that the quantity cannot leave; the axis does not either. */
  readonly bounds?: readonly [low: number, high: number];
  /** Everything in sight, the first tenth and bands too. */
  readonly all?: boolean;
}

const lastPlace = ({ x, y }: LineSeries): number => {
  let i = x.length - 1;
  while (i >= 0 && !Number.isFinite(y[i])) i--;
  return i < 0 ? -Infinity : x[i];
};

/** The first part of a curve does not widen the axis: an untrained output may be far off. */
const settled = 0.1;
/** A curve whose top lies above the middle curve's by more than so many times the height of the lower half does not either. */
const tolerated = 3;

function* range(from: number, to: number, column: Column) {
  for (let i = from; i < to; i++) yield column[i];
}

/** Reach of one curve after its first tenth of the whole x axis; of a shorter one its last value. */
function reach({ x, y }: LineSeries, first: number, usable: (y: number) => boolean): [number, number] | null {
  let from = 0;
  while (from < x.length && x[from] < first) from++;
  if (from === x.length) from = Math.max(0, x.length - 1);
  const values = [...range(from, x.length, y)].filter(usable);
  return extent(values);
}

/**
 * The y axis of curves: from the curves after their first tenth, with bands as far as they do not press the lines flat,
 * and never from one arm that has left all others behind (it lies outside, which the picture says).
 */
export function curveDomain(
  series: readonly LineSeries[],
  { scale, include = [], bounds, all = false }: DomainWish,
): [low: number, high: number] {
  const usable = (value: number) => Number.isFinite(value) && (scale === 'linear' || value > 0);
  const strong = series.filter(({ weight }) => weight === 'strong');
  const every = strong.length > 0 ? strong : series;
  const furthest = Math.max(...every.map(lastPlace));
  // What has diverged on the way is no measure of where the others are.
  const lasting = every.filter((each) => each.end === undefined || lastPlace(each) >= furthest);
  const judged = all || lasting.length === 0 ? every : lasting;
  const ends = extent(judged.flatMap(({ x }) => (x.length > 0 ? [x[0], x[x.length - 1]] : []))) ?? [0, 1];
  const first = all ? -Infinity : ends[0] + settled * (ends[1] - ends[0]);
  const reaches = judged.flatMap((each) =>
    [reach(each, first, usable) ?? []].filter((own) => own.length > 0),
  ) as [number, number][];
  const kept = all || scale === 'log' ? reaches : withoutFarOff(reaches);
  const core = extent([...kept.flat(), ...include.filter(usable)]);
  if (!core) return scale === 'log' ? [0.1, 10] : [0, 1];
  const [least, most] = bounds ?? [-Infinity, Infinity];
  if (scale === 'log') return [core[0] / 1.15, core[1] * 1.15];
  const span = core[1] - core[0] || Math.abs(core[0]) * 0.2 || 1;
  const bands =
    extent(
      judged.flatMap(({ x, low, high }) =>
        Array.from({ length: x.length }, (_, i) => i).flatMap((i) =>
          x[i] >= first ? [low?.[i] ?? NaN, high?.[i] ?? NaN] : [],
        ),
      ),
    ) ?? core;
  const low = Math.min(core[0], Math.max(bands[0], core[0] - 0.25 * span));
  const high = Math.max(core[1], Math.min(bands[1], core[1] + 0.25 * span));
  const air = 0.04 * (high - low || span);
  return [Math.max(low - air, least), Math.min(high + air, most)];
}

/** The reaches but of those curves that have left far behind what the middle of all covers. */
function withoutFarOff(reaches: readonly [number, number][]): readonly [number, number][] {
  if (reaches.length < 3) return reaches;
  const tops = reaches.map(([, high]) => high).sort((a, b) => a - b);
  const high = tops[Math.floor((tops.length - 1) / 2)];
  const low = Math.min(...reaches.map(([bottom]) => bottom));
  const limit = high + tolerated * (high - low || Math.abs(high) || 1);
  return reaches.filter(([, top]) => top <= limit);
}
