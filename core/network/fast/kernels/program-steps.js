/** Steps that go over a row, by their numbers in core/outputs/row-program.ts: what becomes of A, B and C. */
const overRow = {
  0: 'A',
  1: 'f32x4.add(A, B)',
  2: 'f32x4.sub(A, B)',
  3: 'f32x4.mul(A, B)',
  4: 'f32x4.div(A, B)',
  5: 'multiplyAdd(A, B, C)',
  6: 'f32x4.max(A, B)',
  7: 'f32x4.min(A, B)',
  8: 'one(f32x4.lt(A, B))',
  9: 'one(f32x4.le(A, B))',
  10: 'one(f32x4.eq(A, B))',
  11: 'v128.bitselect(B, C, f32x4.ne(A, f32x4.splat(0)))',
  12: 'f32x4.sqrt(A)',
  13: 'power(A, B)',
  14: 'exponentialOfAny(A)',
  15: 'logarithmOfAny(A)',
  16: 'f32x4.abs(A)',
  17: 'sign(A)',
  18: 'multiplyAdd(sign(A), f32x4.splat(0.5), f32x4.splat(0.5))',
  19: 'hyperbolicTangent(A, table)',
  22: 'logCosh(A)',
  23: 'sigmoid(A)',
  24: 'logSigmoid(A)',
};

const loop = (expression) => `
    for (let i: usize = 0; i < n; i += 16)
      v128.store(to + i, ${expression.replace(/\b[ABC]\b/g, (letter) => {
        const register = letter.toLowerCase();
        return `v128.load(${register} + (i & ${register}Mask))`;
      })});`;

/** Steps of numbers, and of rows as a whole. */
const others = {
  25: 'v128.store(to, f32x4.splat(rowSum(a, V)));',
  26: 'v128.store(to, f32x4.splat(rowMost(a, V)));',
  27: 'v128.store(to, f32x4.splat(load<f32>(a + target)));',
  28: 'patch(to, a, aMask, b, target, width);',
  29: 'firstMost(to, a, V, width);',
};

const cases = (steps, text) =>
  Object.entries(steps)
    .map(([step, does]) => `case ${step}: ${text(does)} break;`)
    .join('\n    ');

export default `
import { hyperbolicTangent, multiplyAdd, table } from './elementary';
import { exponentialOfAny, logarithmOfAny, logCosh, logSigmoid, one, power, sigmoid, sign } from './program-functions';
import { firstMost, patch, rowMost, rowSum } from './program-functions';

/** One decoded step of a program, on a row whose target stands target bytes from its beginning. */
export function run(at: usize, target: usize, V: i32, width: usize): void {
  const n = <usize>load<u32>(at + 4);
  const to = <usize>load<u32>(at + 8);
  const a = <usize>load<u32>(at + 12);
  const aMask = <usize>load<u32>(at + 16);
  const b = <usize>load<u32>(at + 20);
  const bMask = <usize>load<u32>(at + 24);
  const c = <usize>load<u32>(at + 28);
  const cMask = <usize>load<u32>(at + 32);
  switch (load<u32>(at)) {
    ${cases(overRow, loop)}
    ${cases(others, (does) => does)}
  }
}`;
