/** What stands between the products of the recurrent network: all on rows of a multiple of 8 values. */
import { hyperbolicTangent, multiplyAdd, withoutTraces } from './elementary';

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
    for (let i: usize = 0; i < width; i += 16)
      v128.store(to + i, f32x4.add(v128.load(from + i), v128.load(bias + i)));
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
    for (let i: usize = 0; i < width; i += 16)
      v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
    from += fromStride;
  }
}

/** Sets every row to a bias. */
export function spread(bias: usize, to: usize, stride: usize, rows: i32, width: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < width; i += 16) v128.store(to + i, v128.load(bias + i));
    to += stride;
  }
}

/** h = tanh u, in place. */
export function tanhRows(at: usize, stride: usize, rows: i32, width: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < width; i += 16) v128.store(at + i, hyperbolicTangent(v128.load(at + i)));
    at += stride;
  }
}

/** ∂E/∂u = (1 − h ⊙ h) ⊙ ∂E/∂h, in place; it shrinks from step to step, so traces are left out. */
export function slopeRows(at: usize, hidden: usize, stride: usize, rows: i32, width: usize): void {
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < width; i += 16) {
      const h = v128.load(hidden + i);
      const slope = f32x4.sub(one, f32x4.mul(h, h));
      v128.store(at + i, withoutTraces(f32x4.mul(v128.load(at + i), slope)));
    }
    at += stride;
    hidden += stride;
  }
}

/** to += the sum of all rows, four rows at a time. */
export function columnSums(from: usize, stride: usize, rows: i32, width: usize, to: usize): void {
  let left = rows;
  for (; left >= 4; left -= 4) {
    let at = from;
    for (let i: usize = 0; i < width; i += 16) {
      const a = f32x4.add(v128.load(at), v128.load(at + stride));
      const b = f32x4.add(v128.load(at + 2 * stride), v128.load(at + 3 * stride));
      v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.add(a, b)));
      at += 16;
    }
    from += 4 * stride;
  }
  for (; left > 0; left--) {
    for (let i: usize = 0; i < width; i += 16)
      v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
    from += stride;
  }
}

/** Σ x² over `count` values (a multiple of 4): float32 within blocks, float64 across them. */
export function squares(at: usize, count: i32): f64 {
  let sum: f64 = 0;
  const end = at + 4 * <usize>count;
  while (at < end) {
    const stop = min(end, at + 8192);
    let a = f32x4.splat(0);
    let b = a;
    while (at + 32 <= stop) {
      const x = v128.load(at);
      const y = v128.load(at, 16);
      a = multiplyAdd(x, x, a);
      b = multiplyAdd(y, y, b);
      at += 32;
    }
    if (at < stop) {
      const x = v128.load(at);
      a = multiplyAdd(x, x, a);
      at += 16;
    }
    a = f32x4.add(a, b);
    sum +=
      <f64>f32x4.extract_lane(a, 0) +
      <f64>f32x4.extract_lane(a, 1) +
      <f64>f32x4.extract_lane(a, 2) +
      <f64>f32x4.extract_lane(a, 3);
  }
  return sum;
}

/** What is copied or cleared on shared memory in JavaScript goes word by word. */
export function copy(from: usize, to: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/** Σ a b over `count` values (a multiple of 4); four sums at a time, as not to wait for each other. */
export function products(a: usize, b: usize, count: i32): f64 {
  let sum: f64 = 0;
  const end = a + 4 * <usize>count;
  while (a < end) {
    const stop = min(end, a + 8192);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    while (a + 64 <= stop) {
      s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
      s1 = multiplyAdd(v128.load(a, 16), v128.load(b, 16), s1);
      s2 = multiplyAdd(v128.load(a, 32), v128.load(b, 32), s2);
      s3 = multiplyAdd(v128.load(a, 48), v128.load(b, 48), s3);
      a += 64;
      b += 64;
    }
    while (a < stop) {
      s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
      a += 16;
      b += 16;
    }
    s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    sum +=
      <f64>f32x4.extract_lane(s0, 0) +
      <f64>f32x4.extract_lane(s0, 1) +
      <f64>f32x4.extract_lane(s0, 2) +
      <f64>f32x4.extract_lane(s0, 3);
  }
  return sum;
}

/** The largest |x| of `count` values (a multiple of 4). */
export function largest(at: usize, count: i32): f32 {
  let most = f32x4.splat(0);
  const end = at + 4 * <usize>count;
  for (; at < end; at += 16) most = f32x4.pmax(f32x4.abs(v128.load(at)), most);
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
}

/** a += b over `count` values (a multiple of 4). */
export function add(a: usize, b: usize, count: i32): void {
  const end = a + 4 * <usize>count;
  while (a < end) {
    v128.store(a, f32x4.add(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
}
