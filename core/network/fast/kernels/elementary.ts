/** Elementary functions on four float32 values at a time. */

/** a · b + c, in one rounding where the processor's fused form may be used. */
// @ts-expect-error: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-expect-error: decorator
@inline
function s(x: f32): v128 {
  return f32x4.splat(x);
}

/** Sum of the four lanes. */
// @ts-expect-error: decorator
@inline
export function total(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** x + 1.5 · 2²³: the nearest whole number of a small x stands in the low bits. */
// @ts-expect-error: decorator
@inline
const rounder: f32 = 12582912;

/**
 * e^r − 1 for the remainder r = x − n ln 2, |r| ≤ ½ ln 2: r + r² P(r), P a minimax polynomial of degree 4 (relative
 * error below 2 · 10⁻⁸ before rounding; fitted by weighted least squares over 4 001 points).
 */
// @ts-expect-error: decorator
@inline
function remainder(x: v128, n: v128): v128 {
  // ln 2 in two parts, the first of 15 bits so that n times it is exact.
  let r = multiplyAdd(n, s(-0.693145751953125), x);
  r = multiplyAdd(n, s(-1.428606765330187e-6), r);
  let p = multiplyAdd(r, s(0.001388251082971692), s(0.008366583846509457));
  p = multiplyAdd(r, p, s(0.04166720062494278));
  p = multiplyAdd(r, p, s(0.1666654348373413));
  p = multiplyAdd(r, p, s(0.4999999701976776));
  return multiplyAdd(f32x4.mul(r, r), p, r);
}

/** e^x for x ≤ 0; below −80 as at −80, about 10⁻³⁵, so that no result and no product with it is subnormal at once. */
// @ts-expect-error: decorator
@inline
export function exponential(x: v128): v128 {
  x = f32x4.max(x, s(-80));
  const shifted = multiplyAdd(x, s(1.4426950408889634), s(rounder));
  const n = f32x4.sub(shifted, s(rounder));
  const p = remainder(x, n);
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return multiplyAdd(power, p, power);
}

/** tanh x = e/(e + 2) with e = e^{2|x|} − 1, which keeps its relative precision near 0; the sign is put back. */
// @ts-expect-error: decorator
@inline
export function hyperbolicTangent(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  let a = v128.andnot(x, i32x4.splat(0x80000000));
  // From 9 on, tanh is 1 in float32. A NaN stays one.
  a = f32x4.min(f32x4.add(a, a), s(18));
  const shifted = multiplyAdd(a, s(1.4426950408889634), s(rounder));
  const n = f32x4.sub(shifted, s(rounder));
  const p = remainder(a, n);
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  const e = multiplyAdd(power, p, f32x4.sub(power, s(1)));
  return v128.or(f32x4.div(e, f32x4.add(e, s(2))), sign);
}

/** ln(1 + x) for 0 ≤ x ≤ 1: 2 artanh q with q = x/(2 + x), which keeps its relative precision near 0. */
// @ts-expect-error: decorator
@inline
export function logarithmOfOnePlus(x: v128): v128 {
  return twiceArtanh(f32x4.div(x, f32x4.add(x, s(2))));
}

/** 2 artanh q for |q| ≤ ⅓: 2q(1 + q² R(q²)), R a minimax polynomial of degree 3. */
// @ts-expect-error: decorator
@inline
function twiceArtanh(q: v128): v128 {
  const u = f32x4.mul(q, q);
  let r = multiplyAdd(u, s(0.14012375473976135), s(0.13999544084072113));
  r = multiplyAdd(u, r, s(0.20010851323604584));
  r = multiplyAdd(u, r, s(0.3333320617675781));
  const twice = f32x4.add(q, q);
  return multiplyAdd(f32x4.mul(twice, u), r, twice);
}

/** ln x for a normal x > 0: exponent and mantissa m in [√½, √2), ln m = 2 artanh((m − 1)/(m + 1)). */
// @ts-expect-error: decorator
@inline
export function logarithm(x: v128): v128 {
  // Adding the distance of √½ from 1 moves the border between exponents to √½.
  const moved = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(i32x4.shr_s(moved, 23));
  const m = i32x4.add(v128.and(moved, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const l = twiceArtanh(f32x4.div(f32x4.sub(m, s(1)), f32x4.add(m, s(1))));
  return multiplyAdd(n, s(0.693145751953125), multiplyAdd(n, s(1.428606765330187e-6), l));
}
