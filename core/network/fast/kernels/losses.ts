/**
 * The built-in output layers on rows of logits: writes y and δ = ∂E/∂z, answers with Σ E over the rows.
 * Rows are padded to a multiple of 8; padding is given logits at which y and δ are 0.
 */
import {
  exponential,
  logarithm,
  logarithmOfOnePlus,
  multiplyAdd,
  table,
  total,
  withoutTraces,
} from './elementary';
import { leave, mostLeft, sumLeft } from './pairs';

const farBelow: f32 = -1e30;

function padWith(z: usize, from: i32, to: i32, value: f32): void {
  for (let i = from; i < to; i++) store<f32>(z + 4 * <usize>i, value);
}

// @ts-expect-error: decorator
@inline
function scalarLogarithm(x: f32): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(x), table), 0);
}

/**
 * y = softmax(z) in place, and once more into `copy`, without traces. Answers with max z + ln Σ e^{z − max}. `copy` also
 * serves to leave sums at.
 */
function softmaxRow(z: usize, copy: usize, width: usize): f32 {
  const t = table;
  let most = v128.load(z);
  let others = v128.load(z, 16);
  for (let i: usize = 32; i < width; i += 32) {
    most = f32x4.pmax(most, v128.load(z + i));
    others = f32x4.pmax(others, v128.load(z + i, 16));
  }
  leave(copy, most, others);
  const top = mostLeft(copy);
  const shift = f32x4.splat(top);
  let low = f32x4.splat(0);
  let high = low;
  for (let i: usize = 0; i < width; i += 32) {
    const a = exponential(f32x4.sub(v128.load(z + i), shift), t);
    const b = exponential(f32x4.sub(v128.load(z + i, 16), shift), t);
    low = f32x4.add(low, a);
    high = f32x4.add(high, b);
    v128.store(z + i, b, 16);
    v128.store(z + i, a);
  }
  leave(copy, low, high);
  const sum = <f32>sumLeft(copy);
  const scale = f32x4.splat(1 / sum);
  for (let i: usize = 0; i < width; i += 32) {
    const a = f32x4.mul(v128.load(z + i), scale);
    const b = f32x4.mul(v128.load(z + i, 16), scale);
    const c = withoutTraces(a, t);
    const d = withoutTraces(b, t);
    v128.store(z + i, b, 16);
    v128.store(z + i, a);
    v128.store(copy + i, d, 16);
    v128.store(copy + i, c);
  }
  return top + scalarLogarithm(sum);
}

/** Padding of a softmax row is a probability of 10⁻³⁵ after all; it must not enter the gradient of a weight. */
function clear(at: usize, from: i32, to: i32): void {
  padWith(at, from, to, 0);
}

export function softmaxCrossEntropy(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
): f64 {
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    loss += <f64>(softmaxRow(z, delta, width) - logit);
    clear(z, V, padded);
    clear(delta, V, padded);
    store<f32>(delta + target, load<f32>(z + target) - 1);
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}

/** Σ x² of a row; sums are left at `scratch`. */
// @ts-expect-error: decorator
@inline
function squaresOf(x: usize, width: usize, scratch: usize): f32 {
  let low = f32x4.splat(0);
  let high = low;
  for (let i: usize = 0; i < width; i += 32) {
    const a = v128.load(x + i);
    const b = v128.load(x + i, 16);
    low = multiplyAdd(a, a, low);
    high = multiplyAdd(b, b, high);
  }
  leave(scratch, low, high);
  return <f32>sumLeft(scratch);
}

/** E = ½ Σ (y − t)², δ_i = y_i (g_i − Σ y_j g_j) with g = y − t. */
export function softmaxQuadratic(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
): f64 {
  const t = table;
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, farBelow);
    softmaxRow(z, delta, width);
    clear(z, V, padded);
    // The target is taken out of the sum and put back as (y − 1)²: no difference of large numbers near y = 1.
    const y = load<f32>(z + target);
    store<f32>(z + target, 0);
    const others = squaresOf(z, width, delta);
    store<f32>(z + target, y);
    const g = y - 1;
    loss += <f64>(<f32>0.5 * (others + g * g));
    const mean = others + y * g;
    const shift = f32x4.splat(mean);
    for (let i: usize = 0; i < width; i += 32) {
      const a = v128.load(z + i);
      const b = v128.load(z + i, 16);
      const c = withoutTraces(f32x4.mul(a, f32x4.sub(a, shift)), t);
      const d = withoutTraces(f32x4.mul(b, f32x4.sub(b, shift)), t);
      v128.store(delta + i, d, 16);
      v128.store(delta + i, c);
    }
    store<f32>(delta + target, y * (g - mean));
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}

/** E = Σ max(z, 0) − z t + ln(1 + e^{−|z|}), δ = y − t. */
export function sigmoidCrossEntropy(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
): f64 {
  const t = table;
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    let low = zero;
    let high = zero;
    for (let i: usize = 0; i < width; i += 32) {
      const a = v128.load(z + i);
      const b = v128.load(z + i, 16);
      const e = exponential(f32x4.neg(f32x4.abs(a)), t);
      const f = exponential(f32x4.neg(f32x4.abs(b)), t);
      low = f32x4.add(low, f32x4.add(f32x4.pmax(a, zero), logarithmOfOnePlus(e, t)));
      high = f32x4.add(high, f32x4.add(f32x4.pmax(b, zero), logarithmOfOnePlus(f, t)));
      const y = f32x4.div(v128.bitselect(e, one, f32x4.lt(a, zero)), f32x4.add(one, e));
      const x = f32x4.div(v128.bitselect(f, one, f32x4.lt(b, zero)), f32x4.add(one, f));
      const c = withoutTraces(y, t);
      const d = withoutTraces(x, t);
      v128.store(z + i, x, 16);
      v128.store(z + i, y);
      v128.store(delta + i, d, 16);
      v128.store(delta + i, c);
    }
    loss += <f64>(total(f32x4.add(low, high)) - logit);
    clear(z, V, padded);
    clear(delta, V, padded);
    store<f32>(delta + target, load<f32>(z + target) - 1);
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}

/** E = ½ Σ (y − t)², δ = (y − t) y (1 − y), with 1 − y computed as σ(−z). */
export function sigmoidQuadratic(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
): f64 {
  const t = table;
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    store<f32>(z + target, farBelow);
    let low = zero;
    let high = zero;
    for (let i: usize = 0; i < width; i += 32) {
      const a = v128.load(z + i);
      const b = v128.load(z + i, 16);
      const e = exponential(f32x4.neg(f32x4.abs(a)), t);
      const f = exponential(f32x4.neg(f32x4.abs(b)), t);
      const scale = f32x4.div(one, f32x4.add(one, e));
      const scales = f32x4.div(one, f32x4.add(one, f));
      const small = f32x4.mul(e, scale);
      const smalls = f32x4.mul(f, scales);
      const y = v128.bitselect(small, scale, f32x4.lt(a, zero));
      const x = v128.bitselect(smalls, scales, f32x4.lt(b, zero));
      const rest = v128.bitselect(scale, small, f32x4.lt(a, zero));
      const rests = v128.bitselect(scales, smalls, f32x4.lt(b, zero));
      low = multiplyAdd(y, y, low);
      high = multiplyAdd(x, x, high);
      const c = withoutTraces(f32x4.mul(y, f32x4.mul(y, rest)), t);
      const d = withoutTraces(f32x4.mul(x, f32x4.mul(x, rests)), t);
      v128.store(z + i, x, 16);
      v128.store(z + i, y);
      v128.store(delta + i, d, 16);
      v128.store(delta + i, c);
    }
    clear(z, V, padded);
    clear(delta, V, padded);
    // The target was left out above, so that its y − 1 comes straight from σ(−z).
    const e = f32x4.extract_lane(exponential(f32x4.splat(-abs(logit)), t), 0);
    const scale: f32 = 1 / (1 + e);
    const y = logit < 0 ? e * scale : scale;
    const rest = logit < 0 ? scale : e * scale;
    store<f32>(z + target, y);
    store<f32>(delta + target, -rest * y * rest);
    loss += <f64>(<f32>0.5 * (total(f32x4.add(low, high)) + rest * rest));
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}

/** E = ½ Σ (y − t)², δ = y − t. */
export function linearQuadratic(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
): f64 {
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, 0);
    const y = load<f32>(z + target);
    store<f32>(z + target, y - 1);
    let low = f32x4.splat(0);
    let high = low;
    for (let i: usize = 0; i < width; i += 32) {
      const a = v128.load(z + i);
      const b = v128.load(z + i, 16);
      low = multiplyAdd(a, a, low);
      high = multiplyAdd(b, b, high);
      v128.store(delta + i, b, 16);
      v128.store(delta + i, a);
    }
    store<f32>(z + target, y);
    loss += <f64>(<f32>0.5 * total(f32x4.add(low, high)));
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}

/** −ln(1 − y) at 1 − y = `rest`, gone on from there along its tangent to `far`. */
// @ts-expect-error: decorator
@inline
function alongTangent(far: v128, rest: v128, slope: v128, t: usize): v128 {
  return multiplyAdd(slope, f32x4.sub(rest, far), f32x4.neg(logarithm(rest, t)));
}

/** Linear outputs with cross-entropy inside [ε, 1 − ε] and along its tangents outside. */
export function linearCrossEntropy(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
  epsilon: f32,
): f64 {
  const t = table;
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  const one = f32x4.splat(1);
  const lowest = f32x4.splat(epsilon);
  const highest = f32x4.splat(1 - epsilon);
  const atZero = <f64>f32x4.extract_lane(alongTangent(one, highest, f32x4.div(one, highest), t), 0);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, 0);
    const y = load<f32>(z + target);
    store<f32>(z + target, 0);
    let low = f32x4.splat(0);
    let high = low;
    for (let i: usize = 0; i < width; i += 32) {
      // In terms of 1 − y, so that the clamp ε is met exactly.
      const far = f32x4.sub(one, v128.load(z + i));
      const away = f32x4.sub(one, v128.load(z + i, 16));
      const rest = f32x4.pmin(f32x4.pmax(far, lowest), highest);
      const rests = f32x4.pmin(f32x4.pmax(away, lowest), highest);
      const slope = f32x4.div(one, rest);
      const slopes = f32x4.div(one, rests);
      low = f32x4.add(low, alongTangent(far, rest, slope, t));
      high = f32x4.add(high, alongTangent(away, rests, slopes, t));
      v128.store(delta + i, slopes, 16);
      v128.store(delta + i, slope);
    }
    store<f32>(z + target, y);
    clear(delta, V, padded);
    const inside = min(max(y, epsilon), 1 - epsilon);
    const slope: f32 = <f32>-1 / inside;
    store<f32>(delta + target, slope);
    // Padding and the target, of which 0 was made, do not count.
    const others = <f64>total(f32x4.add(low, high)) - <f64>(padded - V + 1) * atZero;
    loss += others + <f64>(slope * (y - inside) - scalarLogarithm(inside));
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}
