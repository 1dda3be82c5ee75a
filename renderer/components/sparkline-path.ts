import { smooth, thin, type Point } from '../../core/figures/thin.ts';

export interface Sparkline {
  /** Path of the raw values. */
  readonly raw: string;
  /** Path of the smoothed ones; equal to the raw path when there are few. */
  readonly smoothed: string;
  readonly low: number;
  readonly high: number;
}

/** Of the vertical axis; what lies beyond is cut off. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * One range from 0 for several series: all but the largest hundredth of their values after the first tenth, so that the first steps and a run that
 * diverged do not flatten the others. Null where nothing is finite.
 */
export function commonRange(series: readonly ArrayLike<number>[]): Range | null {
  let high = 0;
  for (const values of series) {
    const later = Array.from(values)
      .slice(Math.floor(values.length / 10))
      .filter(Number.isFinite);
    later.sort((a, b) => a - b);
    // A single spike of a thousand steps is none to make room for.
    high = Math.max(high, later[Math.floor(0.99 * (later.length - 1))] ?? 0);
  }
  return high > 0 ? { low: 0, high: 1.1 * high } : null;
}

/** Values from which smoothing is worth it. */
const manyValues = 60;

/** Of values that are not of every step: which steps they are of, and what lay between. */
export interface Rows {
  readonly step: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Paths of one series in a box of the given size. The series is smoothed whole and thinned after that. */
export function sparkline(
  values: ArrayLike<number>,
  steps: number,
  width: number,
  height: number,
  rows: Rows | null = null,
  range: Range | null = null,
): Sparkline | null {
  if (values.length === 0) return null;
  const raw = rows ? spikes(rows) : points(values);
  const smoothed = values.length > manyValues ? points(smooth(values, values.length / 30), rows) : raw;
  const thinned = thin(raw, 2 * width);
  const finite = thinned.map(({ y }) => y).filter(Number.isFinite);
  if (finite.length === 0) return null;
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const path = (line: readonly Point[]) =>
    drawn(line, Math.max(steps, 2), range?.low ?? low, range?.high ?? high, width, height);
  return { raw: path(thinned), smoothed: path(thin(smoothed, 2 * width)), low, high };
}

function points(values: ArrayLike<number>, rows: Rows | null = null): Point[] {
  return Array.from(values, (y, i) => ({ x: rows ? rows.step[i] - 1 : i, y }));
}

const spikes = ({ step, low, high }: Rows): Point[] =>
  Array.from(step).flatMap((at, i) => [
    { x: at - 1, y: low[i] },
    { x: at - 1, y: high[i] },
  ]);

function drawn(
  line: readonly Point[],
  steps: number,
  low: number,
  high: number,
  width: number,
  height: number,
): string {
  const range = high - low || 1;
  let path = '';
  let pen = 'M';
  for (const { x, y } of line) {
    if (!Number.isFinite(y)) {
      pen = 'M';
      continue;
    }
    const px = (x / (steps - 1)) * width;
    const py = height - 1 - ((y - low) / range) * (height - 2);
    path += `${pen}${px.toFixed(1)} ${py.toFixed(1)}`;
    pen = 'L';
  }
  return path;
}
