export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * At most about `most` points of a curve for the screen: of every stretch its first, lowest, highest and last point, so
 * that no spike is lost. Of the points that are not finite one in every stretch is kept, as a gap.
 */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  return thinIndices(points.length, (i) => points[i].y, most).map((i) => points[i]);
}

/** The same by places: those of the values that stay. Nothing is made for the others, so a million steps are cheap. */
export function thinIndices(length: number, value: (i: number) => number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const stretch = Math.ceil((4 * length) / most);
  const kept: number[] = [];
  for (let from = 0; from < length; from += stretch) {
    const to = Math.min(length, from + stretch);
    let low = -1;
    let high = -1;
    let gap = -1;
    let [lowest, highest] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      const y = value(i);
      if (!Number.isFinite(y)) gap = i;
      else {
        if (y < lowest) [low, lowest] = [i, y];
        if (y > highest) [high, highest] = [i, y];
      }
    }
    const chosen = new Set([from, low, high, to - 1, gap].filter((i) => i >= 0));
    kept.push(...[...chosen].sort((a, b) => a - b));
  }
  return kept;
}

/**
 * Exponential moving average s ← s + α (v − s) over the whole series, α = 2/(span + 1); starts at the first finite
 * value, and stays where it is at a value that is not finite.
 */
export function smooth(values: ArrayLike<number>, span: number): Float64Array {
  const alpha = 2 / (span + 1);
  const result = new Float64Array(values.length);
  let average = NaN;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]))
      average = Number.isNaN(average) ? values[i] : average + alpha * (values[i] - average);
    result[i] = average;
  }
  return result;
}
