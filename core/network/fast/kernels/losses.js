/**
 * The built-in output layers on rows of logits: writes y and δ = ∂E/∂z, answers with Σ E over the rows.
 * Rows are padded to a multiple of 8; padding is given logits at which y and δ are 0.
 */
import { both, upperFirst } from './unroll.js';

/** A row in pairs of vectors. @param {Record<string, string>} stores what is left at the same place of which row */
const pairs = (text, stores = {}) => `
    for (let i: usize = 0; i < width; i += 32) {
      ${both(text)}
      ${Object.entries(stores)
        .map(([place, name]) => upperFirst(`v128.store(${place} + i, ${name}, 16 * #);`))
        .join('\n')}
    }`;

/** Two sums of a row that begin with 0. */
const sums = both('let sum# = f32x4.splat(0);');

/** A kernel: `row` finds y, δ and E of a row, after `before`, which is the same for all; `extra` is another argument. */
const layer = (name, { before = '', extra = '', row }) => `
export function ${name}(z: usize, delta: usize, stride: usize, targets: usize, rows: i32, V: i32, width: usize${extra}): f64 {
  const t = table;
  let loss: f64 = 0;
  const padded = <i32>(width >> 2);
  ${before}
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    ${row}
    z += stride;
    delta += stride;
    targets += 4;
  }
  return loss;
}`;

/**
 * y = softmax(z) in place, and once more into `copy`, without traces. Answers with max z + ln Σ e^{z − max}. `copy` also
 * serves to leave sums at.
 */
const softmaxRow = `
function softmaxRow(z: usize, copy: usize, width: usize): f32 {
  const t = table;
  ${both('let most# = v128.load(z, 16 * #);')}
  for (let i: usize = 32; i < width; i += 32) {
    ${both('most# = f32x4.pmax(most#, v128.load(z + i, 16 * #));')}
  }
  leave(copy, most0, most1);
  const top = mostLeft(copy);
  const shift = f32x4.splat(top);
  ${sums}
  ${pairs(
    `const e# = exponential(f32x4.sub(v128.load(z + i, 16 * #), shift), t);
    sum# = f32x4.add(sum#, e#);`,
    { z: 'e#' },
  )}
  leave(copy, sum0, sum1);
  const sum = <f32>sumLeft(copy);
  const scale = f32x4.splat(1 / sum);
  ${pairs(
    `const y# = f32x4.mul(v128.load(z + i, 16 * #), scale);
    const clean# = withoutTraces(y#, t);`,
    { z: 'y#', copy: 'clean#' },
  )}
  return top + scalarLogarithm(sum);
}`;

/** Σ x² of a row; sums are left at `scratch`. */
const squaresOf = `
// @ts-expect-error: decorator
@inline
function squaresOf(x: usize, width: usize, scratch: usize): f32 {
  ${sums}
  ${pairs(`const x# = v128.load(x + i, 16 * #);
    sum# = multiplyAdd(x#, x#, sum#);`)}
  leave(scratch, sum0, sum1);
  return <f32>sumLeft(scratch);
}`;

const softmaxCrossEntropy = {
  row: `
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    loss += <f64>(softmaxRow(z, delta, width) - logit);
    clear(z, V, padded);
    clear(delta, V, padded);
    store<f32>(delta + target, load<f32>(z + target) - 1);`,
};

/** E = ½ Σ (y − t)², δ_i = y_i (g_i − Σ y_j g_j) with g = y − t. */
const softmaxQuadratic = {
  row: `
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
    ${pairs(
      `const y# = v128.load(z + i, 16 * #);
      const d# = withoutTraces(f32x4.mul(y#, f32x4.sub(y#, shift)), t);`,
      { delta: 'd#' },
    )}
    store<f32>(delta + target, y * (g - mean));`,
};

/** E = Σ max(z, 0) − z t + ln(1 + e^{−|z|}), δ = y − t. */
const sigmoidCrossEntropy = {
  before: 'const one = f32x4.splat(1); const zero = f32x4.splat(0);',
  row: `
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    ${sums}
    ${pairs(
      `const z# = v128.load(z + i, 16 * #);
      const e# = exponential(f32x4.neg(f32x4.abs(z#)), t);
      sum# = f32x4.add(sum#, f32x4.add(f32x4.pmax(z#, zero), logarithmOfOnePlus(e#, t)));
      const y# = f32x4.div(v128.bitselect(e#, one, f32x4.lt(z#, zero)), f32x4.add(one, e#));
      const d# = withoutTraces(y#, t);`,
      { z: 'y#', delta: 'd#' },
    )}
    loss += <f64>(total(f32x4.add(sum0, sum1)) - logit);
    clear(z, V, padded);
    clear(delta, V, padded);
    store<f32>(delta + target, load<f32>(z + target) - 1);`,
};

/** E = ½ Σ (y − t)², δ = (y − t) y (1 − y), with 1 − y computed as σ(−z). */
const sigmoidQuadratic = {
  before: 'const one = f32x4.splat(1); const zero = f32x4.splat(0);',
  row: `
    padWith(z, V, padded, farBelow);
    const logit = load<f32>(z + target);
    store<f32>(z + target, farBelow);
    ${sums}
    ${pairs(
      `const z# = v128.load(z + i, 16 * #);
      const e# = exponential(f32x4.neg(f32x4.abs(z#)), t);
      const scale# = f32x4.div(one, f32x4.add(one, e#));
      const small# = f32x4.mul(e#, scale#);
      const y# = v128.bitselect(small#, scale#, f32x4.lt(z#, zero));
      const rest# = v128.bitselect(scale#, small#, f32x4.lt(z#, zero));
      sum# = multiplyAdd(y#, y#, sum#);
      const d# = withoutTraces(f32x4.mul(y#, f32x4.mul(y#, rest#)), t);`,
      { z: 'y#', delta: 'd#' },
    )}
    clear(z, V, padded);
    clear(delta, V, padded);
    // The target was left out above, so that its y − 1 comes straight from σ(−z).
    const e = f32x4.extract_lane(exponential(f32x4.splat(-abs(logit)), t), 0);
    const scale: f32 = 1 / (1 + e);
    const y = logit < 0 ? e * scale : scale;
    const rest = logit < 0 ? scale : e * scale;
    store<f32>(z + target, y);
    store<f32>(delta + target, -rest * y * rest);
    loss += <f64>(<f32>0.5 * (total(f32x4.add(sum0, sum1)) + rest * rest));`,
};

/** E = ½ Σ (y − t)², δ = y − t. */
const linearQuadratic = {
  row: `
    padWith(z, V, padded, 0);
    const y = load<f32>(z + target);
    store<f32>(z + target, y - 1);
    ${sums}
    ${pairs(
      `const d# = v128.load(z + i, 16 * #);
      sum# = multiplyAdd(d#, d#, sum#);`,
      { delta: 'd#' },
    )}
    store<f32>(z + target, y);
    loss += <f64>(<f32>0.5 * total(f32x4.add(sum0, sum1)));`,
};

/** Linear outputs with cross-entropy inside [ε, 1 − ε] and along its tangents outside. */
const linearCrossEntropy = {
  extra: ', epsilon: f32',
  before: `
  const one = f32x4.splat(1);
  const lowest = f32x4.splat(epsilon);
  const highest = f32x4.splat(1 - epsilon);
  const atZero = <f64>f32x4.extract_lane(alongTangent(one, highest, f32x4.div(one, highest), t), 0);`,
  row: `
    padWith(z, V, padded, 0);
    const y = load<f32>(z + target);
    store<f32>(z + target, 0);
    ${sums}
    ${pairs(
      // In terms of 1 − y, so that the clamp ε is met exactly.
      `const far# = f32x4.sub(one, v128.load(z + i, 16 * #));
      const rest# = f32x4.pmin(f32x4.pmax(far#, lowest), highest);
      const slope# = f32x4.div(one, rest#);
      sum# = f32x4.add(sum#, alongTangent(far#, rest#, slope#, t));`,
      { delta: 'slope#' },
    )}
    store<f32>(z + target, y);
    clear(delta, V, padded);
    const inside = min(max(y, epsilon), 1 - epsilon);
    const slope: f32 = <f32>-1 / inside;
    store<f32>(delta + target, slope);
    // Padding and the target, of which 0 was made, do not count.
    const others = <f64>total(f32x4.add(sum0, sum1)) - <f64>(padded - V + 1) * atZero;
    loss += others + <f64>(slope * (y - inside) - scalarLogarithm(inside));`,
};

export default `
import { exponential, logarithm, logarithmOfOnePlus, multiplyAdd, table, total, withoutTraces } from './elementary';
import { leave, mostLeft, sumLeft } from './vector-pairs';

const farBelow: f32 = -1e30;

function padWith(z: usize, from: i32, to: i32, value: f32): void {
  for (let i = from; i < to; i++) store<f32>(z + 4 * <usize>i, value);
}

/** Padding of a softmax row is a probability of 10⁻³⁵ after all; it must not enter the gradient of a weight. */
function clear(at: usize, from: i32, to: i32): void {
  padWith(at, from, to, 0);
}

// @ts-expect-error: decorator
@inline
function scalarLogarithm(x: f32): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(x), table), 0);
}

/** −ln(1 − y) at 1 − y = rest, gone on from there along its tangent to far. */
// @ts-expect-error: decorator
@inline
function alongTangent(far: v128, rest: v128, slope: v128, t: usize): v128 {
  return multiplyAdd(slope, f32x4.sub(rest, far), f32x4.neg(logarithm(rest, t)));
}
${softmaxRow}
${squaresOf}
${Object.entries({
  ...{ softmaxCrossEntropy, softmaxQuadratic, sigmoidCrossEntropy },
  ...{ sigmoidQuadratic, linearQuadratic, linearCrossEntropy },
})
  .map(([name, parts]) => layer(name, parts))
  .join('\n')}
`;
