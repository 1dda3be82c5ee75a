/** What stands between the products of the recurrent network: all on rows of a multiple of 8 values. */
import { hyperbolicTangent, multiplyAdd, table, withoutTraces } from './elementary';
import { leave, mostLeft, sumLeft } from './vector-pairs';

/** Row r of `to` becomes row indices[r] of a table, plus a bias. Strides and widths in bytes. */
export function gather(
  table: usize,
  stride: usize,
  bias: usize,
  indices: usize,
  rows: i32,
  to: usize,
  toStride: usize,
  width: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const from = table + <usize>load<u32>(indices + 4 * <usize>r) * stride;
    for (let i: usize = 0; i < width; i += 32) sum(to + i, from + i, bias + i);
    to += toStride;
  }
}

/** Row indices[r] of a table gets row r of `from` added to it. */
export function scatterAdd(
  table: usize,
  stride: usize,
  indices: usize,
  rows: i32,
  from: usize,
  fromStride: usize,
  width: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const to = table + <usize>load<u32>(indices + 4 * <usize>r) * stride;
    for (let i: usize = 0; i < width; i += 32) sum(to + i, to + i, from + i);
    from += fromStride;
  }
}

/** Eight values at `to` become a + b. */
// @ts-expect-error: decorator
@inline
function sum(to: usize, a: usize, b: usize): void {
  const low = f32x4.add(v128.load(a), v128.load(b));
  const high = f32x4.add(v128.load(a, 16), v128.load(b, 16));
  v128.store(to, high, 16);
  v128.store(to, low);
}

/** Sets every row to a bias. */
export function spread(bias: usize, to: usize, stride: usize, rows: i32, width: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < width; i += 32) {
      const low = v128.load(bias + i);
      const high = v128.load(bias + i, 16);
      v128.store(to + i, high, 16);
      v128.store(to + i, low);
    }
    to += stride;
  }
}

/** h = tanh u, in place. */
export function tanhRows(at: usize, stride: usize, rows: i32, width: usize): void {
  const t = table;
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < width; i += 32) {
      const low = hyperbolicTangent(v128.load(at + i), t);
      const high = hyperbolicTangent(v128.load(at + i, 16), t);
      v128.store(at + i, high, 16);
      v128.store(at + i, low);
    }
    at += stride;
  }
}

// @ts-expect-error: decorator
@inline
function slope(g: v128, h: v128, t: usize): v128 {
  return withoutTraces(f32x4.mul(g, f32x4.sub(f32x4.splat(1), f32x4.mul(h, h))), t);
}

/** ∂E/∂u = (1 − h ⊙ h) ⊙ ∂E/∂h, in place; it shrinks from step to step, so traces are left out. */
export function slopeRows(at: usize, hidden: usize, stride: usize, rows: i32, width: usize): void {
  const t = table;
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < width; i += 32) {
      const low = slope(v128.load(at + i), v128.load(hidden + i), t);
      const high = slope(v128.load(at + i, 16), v128.load(hidden + i, 16), t);
      v128.store(at + i, high, 16);
      v128.store(at + i, low);
    }
    at += stride;
    hidden += stride;
  }
}

/** to += the sum of all rows, four rows at a time. */
export function columnSums(from: usize, stride: usize, rows: i32, width: usize, to: usize): void {
  let left = rows;
  for (; left >= 4; left -= 4) {
    const next = from + stride;
    const third = next + stride;
    const last = third + stride;
    for (let i: usize = 0; i < width; i += 32) {
      const a = f32x4.add(v128.load(from + i), v128.load(next + i));
      const b = f32x4.add(v128.load(third + i), v128.load(last + i));
      const c = f32x4.add(v128.load(from + i, 16), v128.load(next + i, 16));
      const d = f32x4.add(v128.load(third + i, 16), v128.load(last + i, 16));
      const low = f32x4.add(v128.load(to + i), f32x4.add(a, b));
      const high = f32x4.add(v128.load(to + i, 16), f32x4.add(c, d));
      v128.store(to + i, high, 16);
      v128.store(to + i, low);
    }
    from = last + stride;
  }
  for (; left > 0; left--) {
    for (let i: usize = 0; i < width; i += 32) sum(to + i, to + i, from + i);
    from += stride;
  }
}

/** What is copied or cleared on shared memory in JavaScript goes word by word. */
export function copy(from: usize, to: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/**
 * Σ a b over `count` values (a multiple of 8): float32 within blocks, float64 across them.
 * @param scratch 32 bytes that nobody else writes to
 */
export function products(a: usize, b: usize, count: i32, scratch: usize): f64 {
  let sum: f64 = 0;
  const end = a + 4 * <usize>count;
  while (a < end) {
    const stop = min(end, a + 8192);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; a + 64 <= stop; a += 64) {
      s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
      s1 = multiplyAdd(v128.load(a, 16), v128.load(b, 16), s1);
      s2 = multiplyAdd(v128.load(a, 32), v128.load(b, 32), s2);
      s3 = multiplyAdd(v128.load(a, 48), v128.load(b, 48), s3);
      b += 64;
    }
    for (; a < stop; a += 32) {
      s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
      s1 = multiplyAdd(v128.load(a, 16), v128.load(b, 16), s1);
      b += 32;
    }
    leave(scratch, f32x4.add(s0, s2), f32x4.add(s1, s3));
    sum += sumLeft(scratch);
  }
  return sum;
}

/** Σ x² over `count` values, as `products`. */
export function squares(at: usize, count: i32, scratch: usize): f64 {
  return products(at, at, count, scratch);
}

/** The largest |x| of `count` values, as `products`. */
export function largest(at: usize, count: i32, scratch: usize): f32 {
  let low = f32x4.splat(0);
  let high = low;
  const end = at + 4 * <usize>count;
  for (; at < end; at += 32) {
    low = f32x4.pmax(f32x4.abs(v128.load(at)), low);
    high = f32x4.pmax(f32x4.abs(v128.load(at, 16)), high);
  }
  leave(scratch, low, high);
  return mostLeft(scratch);
}

/** a += b over `count` values (a multiple of 8). */
export function add(a: usize, b: usize, count: i32): void {
  const end = a + 4 * <usize>count;
  for (; a < end; a += 32) {
    sum(a, a, b);
    b += 32;
  }
}
