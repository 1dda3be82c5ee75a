/**
 * The optimisers over flat vectors of a multiple of 8 values. `scale` turns the sum of gradients over a batch into the
 * clipped mean; `limit` clips every entry (Infinity: it does not). Each answers with 0, or NaN when a parameter is not
 * finite any more.
 */
import { multiplyAdd, total } from './elementary';
import { rowAt } from './rows';

// @ts-expect-error: decorator
@inline
function clipped(sum: v128, scale: v128, limit: v128): v128 {
  const g = f32x4.mul(sum, scale);
  return f32x4.pmax(f32x4.pmin(g, limit), f32x4.neg(limit));
}

export function sgd(w: usize, g: usize, count: i32, scale: f32, limit: f32, rate: f32): f32 {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const step = f32x4.splat(-rate);
  const zero = f32x4.splat(0);
  let check = zero;
  let check2 = zero;
  const end = w + 4 * <usize>count;
  while (w < end) {
    const next = multiplyAdd(step, clipped(v128.load(g), scales, limits), v128.load(w));
    const next2 = multiplyAdd(step, clipped(v128.load(g, 16), scales, limits), v128.load(w, 16));
    check = multiplyAdd(next, zero, check);
    check2 = multiplyAdd(next2, zero, check2);
    v128.store(w, next2, 16);
    v128.store(w, next);
    w += 32;
    g += 32;
  }
  return total(f32x4.add(check, check2));
}

/** As `sgd`, of rows of Wxh `width` bytes long; see `rows.ts`. */
export function sgdRows(
  w: usize,
  g: usize,
  width: usize,
  indices: usize,
  rows: i32,
  scale: f32,
  limit: f32,
  rate: f32,
): f32 {
  let check: f32 = 0;
  for (let r = 0; r < rows; r++) {
    const row = rowAt(indices, r, width);
    check += sgd(w + row, g + row, <i32>(width >> 2), scale, limit, rate);
  }
  return check;
}

/** v ← μ v + g; w ← w − η v */
export function momentum(w: usize, g: usize, v: usize, count: i32, scale: f32, limit: f32, rate: f32, mu: f32): f32 {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const step = f32x4.splat(-rate);
  const keep = f32x4.splat(mu);
  const zero = f32x4.splat(0);
  let check = zero;
  let check2 = zero;
  const end = w + 4 * <usize>count;
  while (w < end) {
    const velocity = multiplyAdd(keep, v128.load(v), clipped(v128.load(g), scales, limits));
    const velocity2 = multiplyAdd(keep, v128.load(v, 16), clipped(v128.load(g, 16), scales, limits));
    const next = multiplyAdd(step, velocity, v128.load(w));
    const next2 = multiplyAdd(step, velocity2, v128.load(w, 16));
    check = multiplyAdd(next, zero, check);
    check2 = multiplyAdd(next2, zero, check2);
    v128.store(v, velocity2, 16);
    v128.store(v, velocity);
    v128.store(w, next2, 16);
    v128.store(w, next);
    w += 32;
    g += 32;
    v += 32;
  }
  return total(f32x4.add(check, check2));
}

/** s ← s + g²; w ← w − η g/(√s + ε) */
export function adagrad(w: usize, g: usize, s: usize, count: i32, scale: f32, limit: f32, rate: f32, epsilon: f32): f32 {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const step = f32x4.splat(-rate);
  const small = f32x4.splat(epsilon);
  const zero = f32x4.splat(0);
  let check = zero;
  let check2 = zero;
  const end = w + 4 * <usize>count;
  while (w < end) {
    const gradient = clipped(v128.load(g), scales, limits);
    const gradient2 = clipped(v128.load(g, 16), scales, limits);
    const sum = multiplyAdd(gradient, gradient, v128.load(s));
    const sum2 = multiplyAdd(gradient2, gradient2, v128.load(s, 16));
    const change = f32x4.div(f32x4.mul(step, gradient), f32x4.add(f32x4.sqrt(sum), small));
    const change2 = f32x4.div(f32x4.mul(step, gradient2), f32x4.add(f32x4.sqrt(sum2), small));
    const next = f32x4.add(v128.load(w), change);
    const next2 = f32x4.add(v128.load(w, 16), change2);
    check = multiplyAdd(next, zero, check);
    check2 = multiplyAdd(next2, zero, check2);
    v128.store(s, sum2, 16);
    v128.store(s, sum);
    v128.store(w, next2, 16);
    v128.store(w, next);
    w += 32;
    g += 32;
    s += 32;
  }
  return total(f32x4.add(check, check2));
}

/** As `adagrad`, of rows of Wxh `width` bytes long; see `rows.ts`. */
export function adagradRows(
  w: usize,
  g: usize,
  s: usize,
  width: usize,
  indices: usize,
  rows: i32,
  scale: f32,
  limit: f32,
  rate: f32,
  epsilon: f32,
): f32 {
  let check: f32 = 0;
  for (let r = 0; r < rows; r++) {
    const row = rowAt(indices, r, width);
    check += adagrad(w + row, g + row, s + row, <i32>(width >> 2), scale, limit, rate, epsilon);
  }
  return check;
}

/** s ← α s + (1 − α) g²; w ← w − η g/(√s + ε) */
export function rmsprop(
  w: usize,
  g: usize,
  s: usize,
  count: i32,
  scale: f32,
  limit: f32,
  rate: f32,
  alpha: f32,
  rest: f32,
  epsilon: f32,
): f32 {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const step = f32x4.splat(-rate);
  const keep = f32x4.splat(alpha);
  const take = f32x4.splat(rest);
  const small = f32x4.splat(epsilon);
  const zero = f32x4.splat(0);
  let check = zero;
  let check2 = zero;
  const end = w + 4 * <usize>count;
  while (w < end) {
    const gradient = clipped(v128.load(g), scales, limits);
    const gradient2 = clipped(v128.load(g, 16), scales, limits);
    const mean = multiplyAdd(keep, v128.load(s), f32x4.mul(f32x4.mul(take, gradient), gradient));
    const mean2 = multiplyAdd(keep, v128.load(s, 16), f32x4.mul(f32x4.mul(take, gradient2), gradient2));
    const change = f32x4.div(f32x4.mul(step, gradient), f32x4.add(f32x4.sqrt(mean), small));
    const change2 = f32x4.div(f32x4.mul(step, gradient2), f32x4.add(f32x4.sqrt(mean2), small));
    const next = f32x4.add(v128.load(w), change);
    const next2 = f32x4.add(v128.load(w, 16), change2);
    check = multiplyAdd(next, zero, check);
    check2 = multiplyAdd(next2, zero, check2);
    v128.store(s, mean2, 16);
    v128.store(s, mean);
    v128.store(w, next2, 16);
    v128.store(w, next);
    w += 32;
    g += 32;
    s += 32;
  }
  return total(f32x4.add(check, check2));
}

/** m ← β₁ m + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; w ← w − size · m/(√s/root + ε) */
export function adam(
  w: usize,
  g: usize,
  m: usize,
  s: usize,
  count: i32,
  scale: f32,
  limit: f32,
  size: f32,
  root: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  epsilon: f32,
): f32 {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const step = f32x4.splat(-size);
  const inverse = f32x4.splat(1 / root);
  const keep1 = f32x4.splat(beta1);
  const take1 = f32x4.splat(rest1);
  const keep2 = f32x4.splat(beta2);
  const take2 = f32x4.splat(rest2);
  const small = f32x4.splat(epsilon);
  const zero = f32x4.splat(0);
  let check = zero;
  let check2 = zero;
  const end = w + 4 * <usize>count;
  while (w < end) {
    const gradient = clipped(v128.load(g), scales, limits);
    const gradient2 = clipped(v128.load(g, 16), scales, limits);
    const mean = multiplyAdd(keep1, v128.load(m), f32x4.mul(take1, gradient));
    const mean2 = multiplyAdd(keep1, v128.load(m, 16), f32x4.mul(take1, gradient2));
    const square = multiplyAdd(keep2, v128.load(s), f32x4.mul(f32x4.mul(take2, gradient), gradient));
    const square2 = multiplyAdd(keep2, v128.load(s, 16), f32x4.mul(f32x4.mul(take2, gradient2), gradient2));
    const width = multiplyAdd(f32x4.sqrt(square), inverse, small);
    const width2 = multiplyAdd(f32x4.sqrt(square2), inverse, small);
    const next = f32x4.add(v128.load(w), f32x4.div(f32x4.mul(step, mean), width));
    const next2 = f32x4.add(v128.load(w, 16), f32x4.div(f32x4.mul(step, mean2), width2));
    check = multiplyAdd(next, zero, check);
    check2 = multiplyAdd(next2, zero, check2);
    v128.store(m, mean2, 16);
    v128.store(m, mean);
    v128.store(s, square2, 16);
    v128.store(s, square);
    v128.store(w, next2, 16);
    v128.store(w, next);
    w += 32;
    g += 32;
    m += 32;
    s += 32;
  }
  return total(f32x4.add(check, check2));
}
