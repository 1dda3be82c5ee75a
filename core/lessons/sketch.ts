/** A sketch: y at evenly spaced x; NaN where nothing was drawn. */
export type Sketch = Float64Array;

/** Values a sketch has along its axis. */
export const sketchLength = 81;

/** The x of the k-th value. */
export const sketchX = (k: number, low: number, high: number): number =>
  low + ((high - low) * k) / (sketchLength - 1);

/** A sketch after the pointer went from one place to the next: everything between lies on the line. */
export function drawn(
  sketch: Sketch,
  from: readonly [k: number, y: number],
  to: readonly [k: number, y: number],
): Sketch {
  const next = sketch.slice();
  const [a, b] = from[0] <= to[0] ? [from, to] : [to, from];
  for (let k = Math.max(0, a[0]); k <= Math.min(sketchLength - 1, b[0]); k++) {
    const share = a[0] === b[0] ? 1 : (k - a[0]) / (b[0] - a[0]);
    next[k] = a[1] + (b[1] - a[1]) * share;
  }
  if (to[0] >= 0 && to[0] < sketchLength) next[to[0]] = to[1];
  return next;
}

/** The y of points at an x, by straight lines; NaN beyond them. */
export function valueAt(points: readonly (readonly [number, number])[], x: number): number {
  const after = points.findIndex(([px]) => px >= x);
  if (after < 0) return NaN;
  const [bx, by] = points[after];
  if (bx === x) return by;
  if (after === 0) return NaN;
  const [ax, ay] = points[after - 1];
  return ay + ((by - ay) * (x - ax)) / (bx - ax);
}

/** Where a sketch lies furthest from the truth; null where both are known nowhere. */
export function widestGap(sketch: Sketch, truth: Float64Array): number | null {
  let at: number | null = null;
  sketch.forEach((y, k) => {
    const gap = Math.abs(y - truth[k]);
    if (Number.isNaN(gap)) return;
    if (at === null || gap > Math.abs(sketch[at] - truth[at])) at = k;
  });
  return at;
}
