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
  const stretch = Math.ceil((4 * points.length) / most);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const to = Math.min(points.length, from + stretch);
    let low = -1;
    let high = -1;
    let gap = -1;
    for (let i = from; i < to; i++) {
      const { y } = points[i];
      if (!Number.isFinite(y)) {
        gap = i;
        continue;
      }
      if (low < 0 || y < points[low].y) low = i;
      if (high < 0 || y > points[high].y) high = i;
    }
    const chosen = new Set([from, low, high, to - 1, gap].filter((i) => i >= 0));
    for (const i of [...chosen].sort((a, b) => a - b)) kept.push(points[i]);
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
