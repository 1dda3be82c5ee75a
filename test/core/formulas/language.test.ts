import { describe, expect, it } from 'vitest';
import { LabError } from '../../../core/errors.ts';
import { readFormula } from '../../../core/formulas/facts.ts';
import { FormulaError, type FormulaProblem } from '../../../core/formulas/language/formula-error.ts';
import { compile } from '../../../core/formulas/compile.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { functions, variables } from '../../../core/formulas/language/names.ts';
import { parse } from '../../../core/formulas/language/parse.ts';
import { formula } from './definitions.ts';

/** The fault of a formula; fails when there is none. */
function problemOf(loss: string, parameters: Readonly<Record<string, number>> = {}): FormulaProblem {
  const reading = readFormula(formula('sigmoid', loss, parameters));
  if (reading.kind === 'facts') throw new Error(`${loss} was accepted.`);
  return reading.problem;
}

/** E at z = (0.3, −0.7, 1.1), target 1. */
function lossOf(loss: string, activation: 'linear' | 'sigmoid' | 'softmax' = 'linear'): number {
  const row = new Float64Array(3);
  return formulaLayer(formula(activation, loss, { d: 2 })).lossAndDelta(
    Float64Array.of(0.3, -0.7, 1.1),
    1,
    row,
    row,
  );
}

describe('the grammar', () => {
  it.each([
    ['1 + 2*3^2*y - y', 17 * 0.7 + 3],
    ['-target(y)^2', -0.49],
    ['target(y)^-1', 1 / -0.7],
    ['2^2^3 + target(y)', 255.3],
    ['(2^2)^3 + target(y)', 63.3],
    ['8/4/2 + target(y)', 0.3],
    ['5 - 3 - 2 + target(y)', -0.7],
    ['--target(y)', -0.7],
    ['+target(y)', -0.7],
    ['1.5e1 + .5 + 2. + target(z)', 16.8],
    ['where(t == 1, y, 0)', -0.7],
    ['where(not t == 1 and y > 0.5 or t != 0, y, 0)', 0.4],
    ['where(y >= 0.3, 1, 0) + y', 2.7],
    ['where(y > 0.3, 1, 0) + y', 1.7],
    ['max(y) + min(y)', 0.4],
    ['sum(max(y, 0)) + sum(min(y, 0))', 0.7],
    ['mean(y)', 0.7 / 3],
    ['sum(y)/V', 0.7 / 3],
    ['d*target(y)', -1.4],
    ['pi*target(y)', -0.7 * Math.PI],
    ['y*0 + target(y)', -2.1],
    ['ｄ＊ｔａｒｇｅｔ（ｙ）', -1.4],
    ['Σ(y²)', 0.09 + 0.49 + 1.21],
    ['∑（y³）', 0.027 - 0.343 + 1.331],
    ['½×y', 0.35],
    ['y÷2', 0.35],
    ['where（y≥0.3， y，0）', 1.4],
    ['where(y ≤ 0 or y ≠ y, y, 0)', -0.7],
    ['target(y)**2', 0.49],
    ['ln(exp(y))', 0.7],
    ['sum(\n\ty\r\n)', 0.7],
    ['2y', 1.4],
    ['(1-y)(1+y)', 1.21],
    ['3 (y - 0.2) y', 4.95],
    ['|y - 1|', 2.5],
    ['| |y| - 1 |', 1.1],
    ['{2y if t = 1, else 3y}', 2.8],
    ['{y if y < 0, 5 if y > 1, else y²}', 4.39],
    ['y_target', -0.7],
    ['(y²)_target', 0.49],
    ['e^(ln y)', 0.7],
    ['ln y²', 2 * Math.log(0.3 * 0.7 * 1.1)],
    ['√y²', 2.1],
    ['E = y', 0.7],
    ['Σ t y', -0.7],
    ['−½ Σ [y]²', -0.245],
    ['⅔ y⁻¹', (2 / 3) * (1 / 0.3 - 1 / 0.7 + 1 / 1.1)],
  ])('%s', (loss, wanted) => {
    expect(lossOf(loss)).toBeCloseTo(wanted, 12);
  });

  it('takes the Greek letter for the sigmoid', () => {
    expect(lossOf('σ(y)')).toBeCloseTo(lossOf('sigmoid(y)'), 14);
  });

  it('reads every name of its table', () => {
    for (const { name, also, values } of functions) {
      if (['sign', 'step', 'firstmax'].includes(name)) continue;
      const given =
        name === 'where' ? 'y > 0, y, 2*y' : Array.from({ length: values[0] }, () => 'y').join(', ');
      for (const each of [name, ...also])
        expect(() => formulaLayer(formula('sigmoid', `y*${each}(${given})`)), each).not.toThrow();
    }
    for (const { name } of variables)
      expect(() => formulaLayer(formula('sigmoid', `${name}*y`)), name).not.toThrow();
  });
});

describe('a mistake', () => {
  it.each([
    ['', 1, 1, 0, 'The formula is empty.', null],
    ['(t-y)^2 + lgo(y)', 1, 11, 3, 'There is no function lgo.', 'log'],
    ['(t-y)^2 +\n  softmx(y)', 2, 3, 6, 'There is no function softmx.', 'softmax'],
    ['(t-Y)^2', 1, 4, 1, 'There is no name Y.', 'y'],
    ['gama*y', 1, 1, 4, 'There is no name gama.', 'gamma'],
    ['y +', 1, 4, 0, 'The formula ends where a value was expected.', null],
    ['y + * t', 1, 5, 1, '* was not expected here.', null],
    ['log(y', 1, 1, 3, 'This bracket is never closed.', null],
    ['y)', 1, 2, 1, ') was not expected here.', null],
    ['log(y, t)', 1, 1, 9, 'log takes 1 value, not 2.', null],
    ['where(y > 0, y)', 1, 1, 15, 'where takes 3 values, not 2.', null],
    ['log()', 1, 1, 5, 'log takes 1 value, not 0.', null],
    ['where(y, y, t)', 1, 7, 1, 'A number stands where a condition is wanted.', null],
    ['y + (t > 0)', 1, 6, 5, 'A condition stands where a number is wanted.', null],
    ['where(0 < y < 1, y, t)', 1, 13, 1, 'A comparison compares two values.', null],
    ['y 2', 1, 3, 1, 'An operator is missing before 2.', null],
    ['t = 1', 1, 1, 5, 'A condition stands where a number is wanted.', null],
    ['|y', 1, 1, 1, 'This bracket is never closed.', null],
    ['{y if t = 1, z}', 1, 15, 1, '} was not expected here.', null],
    ['y & t', 1, 3, 1, '& has no meaning here.', null],
    ['k (y)', 1, 1, 1, 'There is no name k.', null],
    ['y + #', 1, 5, 1, 'The character # has no meaning in a formula.', null],
    ['y + \u0007', 1, 5, 1, 'The character U+0007 has no meaning in a formula.', null],
    ['y + 😀', 1, 5, 2, 'The character 😀 has no meaning in a formula.', null],
    ['y + 1e999', 1, 5, 5, 'The number 1e999 is too large.', null],
    ['log + y', 1, 1, 3, 'log is a function.', null],
    ['y(2)', 1, 1, 1, 'y is not a function.', null],
    ['sum(V) + y', 1, 5, 1, 'sum goes over all outputs, but V is a single number.', null],
    ['t^2', 1, 1, 3, 'This does not depend on the outputs.', null],
    [
      'where(y > 0, 1, 0)',
      1,
      1,
      18,
      'The derivative is 0 wherever there is one, so nothing would be learnt.',
      null,
    ],
    ['y + sign(y)*y', 1, 5, 7, 'sign has no derivative, so nothing would be learnt through it.', null],
  ])('%j is marked', (loss, line, column, length, message, suggestion) => {
    expect(problemOf(loss, { gamma: 2 })).toMatchObject({ line, column, length, message, suggestion });
  });

  it('is a LabError with a code, the place, and what to do next', () => {
    const attempt = () => formulaLayer(formula('softmax', '-log(traget(y))'));
    expect(attempt).toThrow(FormulaError);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'bad-formula',
        message: 'Line 1, column 6: There is no function traget.',
        next: 'Did you mean target?',
      }) as LabError,
    );
  });

  it('in a parameter is named', () => {
    expect(problemOf('y*a', { a: NaN }).message).toBe('The parameter a has no finite value.');
    expect(problemOf('y*log', { log: 1 }).message).toBe('The parameter log has the name of something else.');
    expect(problemOf('y', { 'a b': 1 }).message).toBe(
      'A parameter has a name that cannot stand in a formula.',
    );
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`a${i}`, 1]));
    expect(problemOf('y', many).message).toBe('There are 17 parameters; at most 16 are allowed.');
  });
});

describe('limits', () => {
  it.each([
    ['(', '(nested) more than'],
    ['-', 'nested'],
    ['y^', 'nested'],
    ['exp(', 'nested'],
    ['not ', 'nested'],
  ])('stops at too many %s', (piece) => {
    expect(problemOf(`${piece.repeat(300)}y`).message).toMatch(
      /nested more than 30 deep|more than 400 parts/,
    );
  });

  it('counts parts and characters', () => {
    expect(problemOf(`y${'+y'.repeat(400)}`).message).toBe('The formula has more than 400 parts.');
    expect(problemOf('y'.repeat(2001)).message).toBe(
      'The formula has 2001 characters; at most 2000 are read.',
    );
    expect(() => parse(`y${'+y'.repeat(199)}`)).not.toThrow();
  });

  it('bounds what a derivative may grow to: by what is nested, not by twice as much with each level', () => {
    const stepsOf = (levels: number) => {
      const wheres = Array.from({ length: levels }, (_, i) => `where(y > ${i}, y^y*`).join('');
      return compile(formula('softmax', `${wheres}y${', t)'.repeat(levels)}`)).program.steps.length;
    };
    expect(stepsOf(24)).toBeLessThan(3 * stepsOf(12));
  });
});

describe('an attempt to leave the formula', () => {
  it.each([
    'constructor',
    'constructor.constructor("return this")()',
    'y.constructor',
    'y["constructor"]',
    '__proto__',
    'y.__proto__.x = 1',
    'toString',
    'toString()',
    'valueOf(y)',
    'hasOwnProperty(y)',
    'import("fs")',
    'import(y)',
    'require("fs")',
    'process.exit()',
    'globalThis',
    'this',
    'eval(y)',
    'Function(y)',
    'createUnit(y)',
    'parse(y)',
    'evaluate(y)',
    'simplify(y)',
    'derivative(y, y)',
    'cellrange(y)',
    'y = 2',
    'f(x) = x',
    'y; z',
    '${y}',
    '`y`',
    "'y'",
    '"y"',
    'y ? t : z',
    'y => y',
    'y[0]',
    '{y}',
    'y.z',
    'y?.z',
    'new y',
    'y++',
    'y\u0000',
    'y\u202e',
    'await y',
    'yield',
    'constructor(y)',
    '__defineGetter__(y)',
    'log.constructor(y)',
    'where.call(y > 0, y, t)',
    'prototype*y',
    'y\\u0028',
    '0x10*y',
    '1_000*y',
    '1n*y',
    'y%2',
    '// y',
    '/* y */ y',
    '<script>',
    '&lt;',
  ])('is refused: %s', (loss) => {
    expect(problemOf(loss).message).not.toBe('');
    // Names of parameters cannot do more than those of the table.
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(() => formulaLayer(formula('linear', `${name}(y)`, { [name]: 1 }))).toThrow(FormulaError);
  });
});
