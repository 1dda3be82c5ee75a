/**
 * The optimisers over flat vectors of a multiple of 8 values. `scale` turns the sum of gradients over a batch into the
 * clipped mean; `limit` clips every entry (Infinity: it does not). Each answers with 0, or NaN when a parameter is not
 * finite any more.
 */
import { both, typed, upperFirst } from './unroll.js';

/**
 * @param {string[]} state vectors that are remembered
 * @param {string[]} numbers arguments after `scale` and `limit`
 * @param {Record<string, string>} constants vectors of four times the same number
 * @param {string} rule what becomes of the state and of w#, from the old ones, clipped g# and the constants
 */
const update = (name, { state = [], numbers, constants, rule }) => {
  const vectors = ['w', 'g', ...state];
  return `
export function ${name}(${typed(vectors, 'usize')}, count: i32, ${typed(['scale', 'limit', ...numbers], 'f32')}): f32 {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  ${Object.entries(constants)
    .map(([constant, value]) => `const ${constant} = f32x4.splat(${value});`)
    .join('\n  ')}
  const zero = f32x4.splat(0);
  ${both('let check# = zero;')}
  const end = w + 4 * <usize>count;
  while (w < end) {
    ${both('const g# = clipped(v128.load(g, 16 * #), scales, limits);')}
    ${both(rule)}
    ${both('check# = multiplyAdd(w#, zero, check#);')}
    ${[...state, 'w'].map((vector) => upperFirst(`v128.store(${vector}, ${vector}#, 16 * #);`)).join('\n')}
    ${vectors.map((vector) => `${vector} += 32;`).join('\n    ')}
  }
  return total(f32x4.add(check0, check1));
}`;
};

/** As the update of that name, of rows of Wxh `width` bytes long; see `rows.ts`. */
const updateOfRows = (name, { state = [], numbers }) => {
  const vectors = ['w', 'g', ...state];
  return `
export function ${name}Rows(${typed(vectors, 'usize')}, width: usize, indices: usize, rows: i32, ${typed(['scale', 'limit', ...numbers], 'f32')}): f32 {
  let check: f32 = 0;
  for (let r = 0; r < rows; r++) {
    const row = rowAt(indices, r, width);
    check += ${name}(${vectors.map((vector) => `${vector} + row`).join(', ')}, <i32>(width >> 2), scale, limit, ${numbers.join(', ')});
  }
  return check;
}`;
};

const sgd = {
  numbers: ['rate'],
  constants: { step: '-rate' },
  rule: 'const w# = multiplyAdd(step, g#, v128.load(w, 16 * #));',
};

/** v ← μ v + g; w ← w − η v */
const momentum = {
  state: ['v'],
  numbers: ['rate', 'mu'],
  constants: { step: '-rate', keep: 'mu' },
  rule: `
    const v# = multiplyAdd(keep, v128.load(v, 16 * #), g#);
    const w# = multiplyAdd(step, v#, v128.load(w, 16 * #));`,
};

/** w ← w − η g/(√s + ε) */
const byRoot = `
    const change# = f32x4.div(f32x4.mul(step, g#), f32x4.add(f32x4.sqrt(s#), small));
    const w# = f32x4.add(v128.load(w, 16 * #), change#);`;

/** s ← s + g² */
const adagrad = {
  state: ['s'],
  numbers: ['rate', 'epsilon'],
  constants: { step: '-rate', small: 'epsilon' },
  rule: `
    const s# = multiplyAdd(g#, g#, v128.load(s, 16 * #));
    ${byRoot}`,
};

/** s ← α s + (1 − α) g² */
const rmsprop = {
  state: ['s'],
  numbers: ['rate', 'alpha', 'rest', 'epsilon'],
  constants: { step: '-rate', keep: 'alpha', take: 'rest', small: 'epsilon' },
  rule: `
    const s# = multiplyAdd(keep, v128.load(s, 16 * #), f32x4.mul(f32x4.mul(take, g#), g#));
    ${byRoot}`,
};

/** m ← β₁ m + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; w ← w − size · m/(√s/root + ε) */
const adam = {
  state: ['m', 's'],
  numbers: ['size', 'root', 'beta1', 'rest1', 'beta2', 'rest2', 'epsilon'],
  constants: {
    ...{ step: '-size', inverse: '1 / root', small: 'epsilon' },
    ...{ keep1: 'beta1', take1: 'rest1', keep2: 'beta2', take2: 'rest2' },
  },
  rule: `
    const m# = multiplyAdd(keep1, v128.load(m, 16 * #), f32x4.mul(take1, g#));
    const s# = multiplyAdd(keep2, v128.load(s, 16 * #), f32x4.mul(f32x4.mul(take2, g#), g#));
    const width# = multiplyAdd(f32x4.sqrt(s#), inverse, small);
    const w# = f32x4.add(v128.load(w, 16 * #), f32x4.div(f32x4.mul(step, m#), width#));`,
};

export default `
import { multiplyAdd, total } from './elementary';
import { rowAt } from './rows';

// @ts-expect-error: decorator
@inline
function clipped(sum: v128, scale: v128, limit: v128): v128 {
  const g = f32x4.mul(sum, scale);
  return f32x4.pmax(f32x4.pmin(g, limit), f32x4.neg(limit));
}
${Object.entries({ sgd, momentum, adagrad, rmsprop, adam })
  .map(([name, rule]) => update(name, rule))
  .join('\n')}
${Object.entries({ sgd, adagrad })
  .map(([name, rule]) => updateOfRows(name, rule))
  .join('\n')}
`;
