import type { Vector } from '../outputs/vector.ts';
import type { Clipping } from './engine.ts';

/** What clipping by norm multiplies a gradient by: c/(‖g‖ + 10⁻⁶), at most 1, as PyTorch's clip_grad_norm_ does. */
export const normScale = (norm: number, c: number): number => Math.min(1, c / (norm + 1e-6));

/**
 * Limits a gradient in place.
 *
 * `norm` scales it by `normScale`;
 * `value` limits every entry to [−c, c].
 * @param norm global L2 norm of `gradient`; must be finite, so that a NaN cannot pass as small
 * @returns whether anything changed
 */
export function clip(gradient: Vector, norm: number, clipping: Clipping): boolean {
  if (!Number.isFinite(norm)) throw new RangeError('A gradient that is not finite cannot be clipped.');
  if (clipping.kind === 'off') return false;
  const c = clipping.threshold;
  if (clipping.kind === 'norm') {
    const scale = normScale(norm, c);
    if (scale === 1) return false;
    for (let i = 0; i < gradient.length; i++) gradient[i] = gradient[i] * scale;
    return true;
  }
  let changed = false;
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i];
    if (g > c || g < -c) {
      gradient[i] = g > 0 ? c : -c;
      changed = true;
    }
  }
  return changed;
}

/** L2 norm. NaN or Infinity when an entry is not finite or the squares overflow. */
export function norm(values: Vector): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/** Whether every entry is finite: 0 times anything else is NaN, and a NaN stays in a sum. */
export function allFinite(values: Vector): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * 0;
  return sum === 0;
}
