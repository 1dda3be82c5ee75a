/**
 * Elementary functions on four float32 values at a time. pmin and pmax are one instruction each and keep a NaN that comes
 * first.
 *
 * The kernels go over rows of a multiple of 8 values in pairs of vectors, alike in every operation: V8 makes one of 256
 * bits of such a pair where it may and the processor can. It starts from two stores side by side, finds its way back to
 * loads side by side (or twice from one place), and stops at a branch and at a store between two loads. Of two stores the
 * upper one comes first: else a test must stand between them.
 */

/** a · b + c, in one rounding where the processor's fused form may be used. */
// @ts-expect-error: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * Constants in memory: V8 would build each of them anew in every turn of a loop, from five instructions, where a load
 * takes one. As bits; the comment says the number.
 */
// prettier-ignore
const constants: usize = memory.data<u32>([
  0xbf317200, // -0.693145751953125
  0xb5bfbe8e, // -1.428606765330187e-6
  0x3ab5f5fa, // 0.001388251082971692
  0x3c0913ff, // 0.008366583846509457
  0x3d2aab3a, // 0.04166720062494278
  0x3e2aaa58, // 0.1666654348373413
  0x3effffff, // 0.4999999701976776
  0xc2a00000, // -80
  0x3fb8aa3b, // 1.4426950408889634
  0x4b400000, // 12582912
  0x41900000, // 18
  0x3f800000, // 1
  0x40000000, // 2
  0x3e0f7c9a, // 0.14012375473976135
  0x3e0f5af7, // 0.13999544084072113
  0x3e4ce93f, // 0.20010851323604584
  0x3eaaaa80, // 0.3333320617675781
  0x3f317200, // 0.693145751953125
  0x35bfbe8e, // 1.428606765330187e-6
  0x3f800000, // 1, its bits
  0x80000000, // the sign
  0x3f3504f3, // √½, its bits
  0x007fffff, // the mantissa
  0x0da24260, // 1e-30
]);

/**
 * Where they lie, to be handed to the functions below. Known at run time only: V8 does not pair what is read from a fixed
 * place.
 */
export let table: usize = 0;

export function findConstants(): void {
  table = constants;
}

// @ts-expect-error: decorator
@inline
function constant(t: usize, index: i32): v128 {
  return v128.load32_splat(t + 4 * index);
}

/** Where the memory that the kernels keep for themselves ends. */
export function ownMemory(): usize {
  return __heap_base;
}

/** Sum of the four lanes. */
// @ts-expect-error: decorator
@inline
export function total(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/**
 * Values of δ and ∂E/∂u below 10⁻³⁰ become 0; a NaN stays one. Their products are subnormal, which takes a processor up
 * to a hundred times as long, and no sum of a gradient can tell the difference.
 */
// @ts-expect-error: decorator
@inline
export function withoutTraces(x: v128, t: usize): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), constant(t, 23)));
}

/**
 * e^r − 1 for the remainder r = x − n ln 2, |r| ≤ ½ ln 2: r + r² P(r), P a minimax polynomial of degree 4 (relative
 * error below 2 · 10⁻⁸ before rounding; fitted by weighted least squares over 4 001 points).
 */
// @ts-expect-error: decorator
@inline
function remainder(x: v128, n: v128, t: usize): v128 {
  // ln 2 in two parts, the first of 15 bits so that n times it is exact.
  let r = multiplyAdd(n, constant(t, 0), x);
  r = multiplyAdd(n, constant(t, 1), r);
  let p = multiplyAdd(r, constant(t, 2), constant(t, 3));
  p = multiplyAdd(r, p, constant(t, 4));
  p = multiplyAdd(r, p, constant(t, 5));
  p = multiplyAdd(r, p, constant(t, 6));
  return multiplyAdd(f32x4.mul(r, r), p, r);
}

/** e^x for x ≤ 0; below −80 as at −80, about 10⁻³⁵, so that no result and no product with it is subnormal at once. */
// @ts-expect-error: decorator
@inline
export function exponential(x: v128, t: usize): v128 {
  x = f32x4.pmax(x, constant(t, 7));
  // Adding 1.5 · 2²³ leaves the nearest whole number of a small x in the low bits.
  const shifted = multiplyAdd(x, constant(t, 8), constant(t, 9));
  const n = f32x4.sub(shifted, constant(t, 9));
  const p = remainder(x, n, t);
  const power = i32x4.add(i32x4.shl(shifted, 23), constant(t, 19));
  return multiplyAdd(power, p, power);
}

/** tanh x = e/(e + 2) with e = e^{2|x|} − 1, which keeps its relative precision near 0; the sign is put back. */
// @ts-expect-error: decorator
@inline
export function hyperbolicTangent(x: v128, t: usize): v128 {
  const sign = v128.and(x, constant(t, 20));
  let a = v128.andnot(x, constant(t, 20));
  // From 9 on, tanh is 1 in float32. A NaN stays one.
  a = f32x4.pmin(f32x4.add(a, a), constant(t, 10));
  const shifted = multiplyAdd(a, constant(t, 8), constant(t, 9));
  const n = f32x4.sub(shifted, constant(t, 9));
  const p = remainder(a, n, t);
  const power = i32x4.add(i32x4.shl(shifted, 23), constant(t, 19));
  const e = multiplyAdd(power, p, f32x4.sub(power, constant(t, 11)));
  return v128.or(f32x4.div(e, f32x4.add(e, constant(t, 12))), sign);
}

/** ln(1 + x) for 0 ≤ x ≤ 1: 2 artanh q with q = x/(2 + x), which keeps its relative precision near 0. */
// @ts-expect-error: decorator
@inline
export function logarithmOfOnePlus(x: v128, t: usize): v128 {
  return twiceArtanh(f32x4.div(x, f32x4.add(x, constant(t, 12))), t);
}

/** 2 artanh q for |q| ≤ ⅓: 2q(1 + q² R(q²)), R a minimax polynomial of degree 3. */
// @ts-expect-error: decorator
@inline
function twiceArtanh(q: v128, t: usize): v128 {
  const u = f32x4.mul(q, q);
  let r = multiplyAdd(u, constant(t, 13), constant(t, 14));
  r = multiplyAdd(u, r, constant(t, 15));
  r = multiplyAdd(u, r, constant(t, 16));
  const twice = f32x4.add(q, q);
  return multiplyAdd(f32x4.mul(twice, u), r, twice);
}

/** ln x for a normal x > 0: exponent and mantissa m in [√½, √2), ln m = 2 artanh((m − 1)/(m + 1)). */
// @ts-expect-error: decorator
@inline
export function logarithm(x: v128, t: usize): v128 {
  // Adding the distance of √½ from 1 moves the border between exponents to √½.
  const moved = i32x4.sub(x, constant(t, 21));
  const n = f32x4.convert_i32x4_s(i32x4.shr_s(moved, 23));
  const m = i32x4.add(v128.and(moved, constant(t, 22)), constant(t, 21));
  const l = twiceArtanh(f32x4.div(f32x4.sub(m, constant(t, 11)), f32x4.add(m, constant(t, 11))), t);
  return multiplyAdd(n, constant(t, 17), multiplyAdd(n, constant(t, 18), l));
}
