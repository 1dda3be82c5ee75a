import type { Vector } from '../outputs/vector.ts';

/** Σ a_i b_i. Four sums, so that an addition does not wait for the one before. */
export function dot(a: Vector, b: Vector): number {
  const whole = a.length & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** The cosine between two vectors from their product and norms; rounding does not carry it past ±1, and 0/0 is NaN. */
export function cosine(product: number, normA: number, normB: number): number {
  return Math.max(-1, Math.min(1, product / normA / normB));
}
