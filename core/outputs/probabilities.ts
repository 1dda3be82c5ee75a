import type { Vector } from './output-layer.ts';

/** q = y: a softmax is a distribution already. */
export function asDistribution(y: Vector, q: Vector): boolean {
  if (q !== y) q.set(y);
  return false;
}

/** q_i = y_i / Σ y for outputs in [0, 1]; uniform when all are 0. */
export function normalised(y: Vector, q: Vector): boolean {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i];
  share(y, sum, q);
  return false;
}

/** q_i = max(y_i, 0) / Σ max(y, 0); uniform when no output is above 0. Says whether any was below. */
export function clippedAndNormalised(y: Vector, q: Vector): boolean {
  let sum = 0;
  let clipped = false;
  for (let i = 0; i < y.length; i++) {
    if (y[i] > 0) sum += y[i];
    else if (y[i] < 0) clipped = true;
  }
  share(y, sum, q);
  return clipped;
}

function share(y: Vector, sum: number, q: Vector): void {
  if (!(sum > 0)) {
    q.fill(1 / y.length);
    return;
  }
  for (let i = 0; i < y.length; i++) q[i] = y[i] > 0 ? y[i] / sum : 0;
}
