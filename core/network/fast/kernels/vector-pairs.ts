/**
 * Sums and maxima in pairs of vectors. None of it is exported from the module: V8 must not meet the store of a vector that
 * is an argument of a function.
 */

/** Leaves a pair at `scratch`, 32 bytes that nobody else writes to: it is for their being stored that V8 packs pairs. */
// @ts-expect-error: decorator
@inline
export function leave(scratch: usize, low: v128, high: v128): void {
  v128.store(scratch, high, 16);
  v128.store(scratch, low);
}

/** Sum of the eight values that were left. */
// @ts-expect-error: decorator
@inline
export function sumLeft(scratch: usize): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < 32; i += 4) sum += <f64>load<f32>(scratch + i);
  return sum;
}

/** The largest of them. */
// @ts-expect-error: decorator
@inline
export function mostLeft(scratch: usize): f32 {
  let most = load<f32>(scratch);
  for (let i: usize = 4; i < 32; i += 4) most = max(most, load<f32>(scratch + i));
  return most;
}
