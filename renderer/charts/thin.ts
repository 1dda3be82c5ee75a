export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * At most about `most` points of a curve for the screen: of every stretch its first, lowest, highest and last point, so
 * that no spike is lost. Points that are not finite are kept as gaps.
 */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const stretch = Math.ceil((4 * points.length) / most);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const to = Math.min(points.length, from + stretch);
    let low = from;
    let high = from;
    let gap = -1;
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(points[i].y)) gap = i;
      if (points[i].y < points[low].y) low = i;
      if (points[i].y > points[high].y) high = i;
    }
    const chosen = new Set([from, low, high, to - 1, ...(gap < 0 ? [] : [gap])]);
    for (const i of [...chosen].sort((a, b) => a - b)) kept.push(points[i]);
  }
  return kept;
}

/** Exponential moving average s ← s + α (v − s) over the whole series, α = 2/(span + 1); starts at the first value. */
export function smooth(values: ArrayLike<number>, span: number): Float64Array {
  const alpha = 2 / (span + 1);
  const result = new Float64Array(values.length);
  let average = values.length > 0 ? values[0] : 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) average += alpha * (values[i] - average);
    result[i] = average;
  }
  return result;
}
