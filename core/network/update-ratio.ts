import type { Vector } from '../outputs/vector.ts';

/**
 * ‖ΔW‖ / ‖W‖ of `count` weights: how far an update moved them, against their size before it. NaN for W = 0.
 * @param after the weights after the update, from `at` on
 * @param before those before it, from `from` on
 */
export function updateRatio(after: Vector, at: number, before: Vector, from: number, count: number): number {
  let moved = 0;
  let size = 0;
  for (let i = 0; i < count; i++) {
    const w = before[from + i];
    const change = after[at + i] - w;
    moved += change * change;
    size += w * w;
  }
  return size > 0 ? Math.sqrt(moved / size) : NaN;
}
