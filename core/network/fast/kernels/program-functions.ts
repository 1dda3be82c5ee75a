/** Functions of row programs, on any argument. */
import {
  exponential,
  hyperbolicTangent,
  logarithm,
  logarithmOfOnePlus,
  multiplyAdd,
  table,
  total,
} from './elementary';

/** e^x for every x; infinite from 2^127.5 on. */
// @ts-expect-error: decorator
@inline
export function exponentialOfAny(x: v128): v128 {
  const most = f32x4.splat(88.37);
  const e = exponential(f32x4.pmin(x, most), table);
  return v128.bitselect(f32x4.splat(Infinity), e, f32x4.gt(x, most));
}

/** ln x for every x: −∞ at 0, not a number below. */
// @ts-expect-error: decorator
@inline
export function logarithmOfAny(x: v128): v128 {
  const zero = f32x4.splat(0);
  const far = f32x4.splat(Infinity);
  let l = v128.bitselect(logarithm(x, table), x, f32x4.lt(x, far));
  l = v128.bitselect(f32x4.splat(-Infinity), l, f32x4.eq(x, zero));
  return v128.bitselect(f32x4.splat(NaN), l, f32x4.lt(x, zero));
}

/** 1 where the bits are set, else 0. */
// @ts-expect-error: decorator
@inline
export function one(bits: v128): v128 {
  return v128.and(bits, f32x4.splat(1));
}

// @ts-expect-error: decorator
@inline
export function sigmoid(x: v128): v128 {
  const unit = f32x4.splat(1);
  const e = exponential(f32x4.neg(f32x4.abs(x)), table);
  return f32x4.div(v128.bitselect(e, unit, f32x4.lt(x, f32x4.splat(0))), f32x4.add(unit, e));
}

/** ln σ(x) = min(x, 0) − ln(1 + e^{−|x|}) */
// @ts-expect-error: decorator
@inline
export function logSigmoid(x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(x)), table);
  return f32x4.sub(f32x4.pmin(x, f32x4.splat(0)), logarithmOfOnePlus(e, table));
}

/** ln cosh x: |x| − ln 2 + ln(1 + e^{−2|x|}), and near 0, where that cancels, x²/2 − x⁴/12 + x⁶/45. */
// @ts-expect-error: decorator
@inline
export function logCosh(x: v128): v128 {
  const a = f32x4.abs(x);
  const e = exponential(f32x4.mul(a, f32x4.splat(-2)), table);
  const far = f32x4.add(f32x4.sub(a, f32x4.splat(0.6931471805599453)), logarithmOfOnePlus(e, table));
  const u = f32x4.mul(x, x);
  let p = multiplyAdd(u, f32x4.splat(1.0 / 45), f32x4.splat(-1.0 / 12));
  p = multiplyAdd(u, p, f32x4.splat(0.5));
  return v128.bitselect(f32x4.mul(u, p), far, f32x4.lt(a, f32x4.splat(0.3)));
}

/** a^b for a ≥ 0; not a number for a < 0, whose powers have a value for whole exponents only. */
// @ts-expect-error: decorator
@inline
export function power(a: v128, b: v128): v128 {
  const p = exponentialOfAny(f32x4.mul(b, logarithmOfAny(a)));
  // At 0 the logarithm is infinite and its exponential stops short of 0.
  const zero = f32x4.splat(0);
  const atZero = v128.bitselect(zero, p, f32x4.gt(b, zero));
  return v128.bitselect(atZero, p, f32x4.eq(a, zero));
}

// @ts-expect-error: decorator
@inline
export function sign(x: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.sub(one(f32x4.gt(x, zero)), one(f32x4.lt(x, zero)));
}

/** Σ of the first V entries. */
export function rowSum(at: usize, V: i32): f32 {
  const whole = <usize>(V & ~3) << 2;
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 16) sums = f32x4.add(sums, v128.load(at + i));
  let sum = total(sums);
  for (let i = whole; i < <usize>V << 2; i += 4) sum += load<f32>(at + i);
  return sum;
}

/** The largest of the first V entries. */
export function rowMost(at: usize, V: i32): f32 {
  const whole = <usize>(V & ~3) << 2;
  let most: f32 = -Infinity;
  if (whole > 0) {
    let all = v128.load(at);
    for (let i: usize = 16; i < whole; i += 16) all = f32x4.pmax(all, v128.load(at + i));
    most = max(
      max(f32x4.extract_lane(all, 0), f32x4.extract_lane(all, 1)),
      max(f32x4.extract_lane(all, 2), f32x4.extract_lane(all, 3)),
    );
  }
  for (let i = whole; i < <usize>V << 2; i += 4) most = max(most, load<f32>(at + i));
  return most;
}

/** Row a, or one number as a row, with b at the target. */
export function patch(to: usize, a: usize, aMask: usize, b: usize, target: usize, width: usize): void {
  const value = load<f32>(b);
  if (to !== a) for (let i: usize = 0; i < width; i += 16) v128.store(to + i, v128.load(a + (i & aMask)));
  store<f32>(to + target, value);
}

/** 1 at the first largest entry, else 0. */
export function firstMost(to: usize, a: usize, V: i32, width: usize): void {
  const most = rowMost(a, V);
  memory.fill(to, 0, width);
  for (let i: usize = 0; i < <usize>V << 2; i += 4)
    if (load<f32>(a + i) === most) {
      store<f32>(to + i, 1);
      return;
    }
}
