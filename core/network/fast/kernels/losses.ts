/**
 * The built-in output layers on rows of logits: writes y and δ = ∂E/∂z, answers with Σ E over the rows.
 * Rows are padded to a multiple of 8; padding is given logits at which y and δ are 0.
 */
import {
  exponential,
  logarithm,
  logarithmOfOnePlus,
  multiplyAdd,
  total,
  withoutTraces,
} from './elementary';

const farBelow: f32 = -1e30;

function padWith(z: usize, from: i32, to: i32, value: f32): void {
  for (let i = from; i < to; i++) store<f32>(z + 4 * <usize>i, value);
}

// @ts-expect-error: decorator
@inline
function scalarLogarithm(x: f32): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(x)), 0);
}

/** y = softmax(z) in place, and once more into `copy`, without traces. Answers with max z + ln Σ e^{z − max}. */
function softmaxRow(z: usize, copy: usize, width: usize): f32 {
  let most = v128.load(z);
  for (let i: usize = 16; i < width; i += 16) most = f32x4.pmax(most, v128.load(z + i));
  const top = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  const shift = f32x4.splat(top);
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < width; i += 16) {
    const e = exponential(f32x4.sub(v128.load(z + i), shift));
    sums = f32x4.add(sums, e);
    v128.store(z + i, e);
  }
  const sum = total(sums);
  const scale = f32x4.splat(1 / sum);
  for (let i: usize = 0; i < width; i += 16) {
    const y = f32x4.mul(v128.load(z + i), scale);
    v128.store(z + i, y);
    v128.store(copy + i, withoutTraces(y));
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
    let sums = f32x4.splat(0);
    for (let i: usize = 0; i < width; i += 16) {
      const x = v128.load(z + i);
      sums = multiplyAdd(x, x, sums);
    }
    store<f32>(z + target, y);
    const others = total(sums);
    const g = y - 1;
    loss += <f64>(<f32>0.5 * (others + g * g));
    const mean = others + y * g;
    const shift = f32x4.splat(mean);
    for (let i: usize = 0; i < width; i += 16) {
      const x = v128.load(z + i);
      v128.store(delta + i, withoutTraces(f32x4.mul(x, f32x4.sub(x, shift))));
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
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    let sums = zero;
    for (let i: usize = 0; i < width; i += 16) {
      const x = v128.load(z + i);
      const e = exponential(f32x4.neg(f32x4.abs(x)));
      sums = f32x4.add(sums, f32x4.add(f32x4.pmax(x, zero), logarithmOfOnePlus(e)));
      const y = f32x4.div(v128.bitselect(e, one, f32x4.lt(x, zero)), f32x4.add(one, e));
      v128.store(z + i, y);
      v128.store(delta + i, withoutTraces(y));
    }
    loss += <f64>(total(sums) - logit);
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
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    store<f32>(z + target, farBelow);
    let sums = zero;
    for (let i: usize = 0; i < width; i += 16) {
      const x = v128.load(z + i);
      const negative = f32x4.lt(x, zero);
      const e = exponential(f32x4.neg(f32x4.abs(x)));
      const scale = f32x4.div(one, f32x4.add(one, e));
      const small = f32x4.mul(e, scale);
      const y = v128.bitselect(small, scale, negative);
      const rest = v128.bitselect(scale, small, negative);
      v128.store(z + i, y);
      sums = multiplyAdd(y, y, sums);
      v128.store(delta + i, withoutTraces(f32x4.mul(y, f32x4.mul(y, rest))));
    }
    clear(z, V, padded);
    clear(delta, V, padded);
    // The target was left out above, so that its y − 1 comes straight from σ(−z).
    const e = f32x4.extract_lane(exponential(f32x4.splat(-abs(logit))), 0);
    const scale: f32 = 1 / (1 + e);
    const y = logit < 0 ? e * scale : scale;
    const rest = logit < 0 ? scale : e * scale;
    store<f32>(z + target, y);
    store<f32>(delta + target, -rest * y * rest);
    loss += <f64>(<f32>0.5 * (total(sums) + rest * rest));
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
    let sums = f32x4.splat(0);
    for (let i: usize = 0; i < width; i += 16) {
      const x = v128.load(z + i);
      sums = multiplyAdd(x, x, sums);
      v128.store(delta + i, x);
    }
    store<f32>(z + target, y);
    loss += <f64>(<f32>0.5 * total(sums));
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
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
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  const one = f32x4.splat(1);
  const lowest = f32x4.splat(epsilon);
  const highest = f32x4.splat(1 - epsilon);
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    padWith(z, V, padded, 0);
    let sums = f32x4.splat(0);
    const y = load<f32>(z + target);
    for (let i: usize = 0; i < width; i += 16) {
      const x = v128.load(z + i);
      // In terms of 1 − y, so that the clamp ε is met exactly.
      const far = f32x4.sub(one, x);
      const rest = f32x4.pmin(f32x4.pmax(far, lowest), highest);
      const slope = f32x4.div(one, rest);
      const value = multiplyAdd(slope, f32x4.sub(rest, far), f32x4.neg(logarithm(rest)));
      v128.store(delta + i, slope);
      // Padding and the target do not count; the target is added below.
      if (i + 16 <= <usize>V * 4 && (target < i || target >= i + 16)) sums = f32x4.add(sums, value);
      else {
        const at = <i32>(i >> 2);
        const own = <i32>(target >> 2);
        let extra: f32 = 0;
        if (at + 0 < V && at + 0 != own) extra += f32x4.extract_lane(value, 0);
        if (at + 1 < V && at + 1 != own) extra += f32x4.extract_lane(value, 1);
        if (at + 2 < V && at + 2 != own) extra += f32x4.extract_lane(value, 2);
        if (at + 3 < V && at + 3 != own) extra += f32x4.extract_lane(value, 3);
        loss += <f64>extra;
      }
    }
    clear(delta, V, padded);
    const inside = min(max(y, epsilon), 1 - epsilon);
    const slope: f32 = <f32>-1 / inside;
    store<f32>(delta + target, slope);
    loss += <f64>total(sums) + <f64>(slope * (y - inside) - scalarLogarithm(inside));
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}
