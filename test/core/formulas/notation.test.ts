import { expect, it } from 'vitest';
import { compile } from '../../../core/formulas/compile.ts';
import { matchedBy } from '../../../core/formulas/checks/matched.ts';
import { typesetDelta, typesetLoss } from '../../../core/formulas/typeset/typeset.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { formula } from './definitions.ts';

const binary = '-t*log(y) - (1-t)*log(1-y)';

it.each<[FormulaDefinition['activation'], string, Record<string, number>, string, string, object | null]>([
  ['linear', '(t-y)^2/2', {}, 'E = Σ [(t − y)²/2]', 'δ = y − t', { c: 1, perOutput: false, proved: true }],
  ['linear', '(y-t)^2', {}, 'E = Σ [(y − t)²]', 'δ = 2 (y − t)', { c: 2, perOutput: false, proved: true }],
  [
    'linear',
    'mean((y-t)^2)',
    {},
    'E = 1/V Σ [(y − t)²]',
    'δ = 2/V (y − t)',
    { c: 2, perOutput: true, proved: true },
  ],
  [
    'softmax',
    '-k*log(target(y))',
    { k: 0.3 },
    'E = −k ln y_target',
    'δ = 0.3 (y − t)',
    { c: 0.3, perOutput: false, proved: true },
  ],
  [
    'sigmoid',
    binary,
    {},
    'E = Σ [−t ln y − (1 − t) ln(1 − y)]',
    'δ = y − t',
    { c: 1, perOutput: false, proved: true },
  ],
  ['linear', binary, {}, 'E = Σ [−t ln y − (1 − t) ln(1 − y)]', 'δ = (1 − t)/(1 − y) − t/y', null],
  ['sigmoid', '(t-y)^2/2', {}, 'E = Σ [(t − y)²/2]', 'δ = y (1 − y) (y − t)', null],
  ['softmax', '(t-y)^2/2', {}, 'E = Σ [(t − y)²/2]', 'δ = y (y − t − Σ y (y − t))', null],
  ['tanh-scaled', '(t-y)^2/2', {}, 'E = Σ [(t − y)²/2]', 'δ = ⅔ (y − t) (1.7159 − y²/1.7159)', null],
  [
    'linear',
    'where(abs(t-y) < d, (t-y)^2/2, d*(abs(t-y) - d/2))',
    { d: 1 },
    'E = Σ [{(t − y)²/2 if |t − y| < d, else d (|t − y| − d/2)}]',
    'δ = {y − t if |y − t| < d, else d sign(y − t)}',
    null,
  ],
  ['linear', 'logcosh(y-t)', {}, 'E = Σ logcosh(y − t)', 'δ = tanh(y − t)', null],
  ['linear', 'exp(y) - t*y', {}, 'E = Σ [exp(y) − t y]', 'δ = e^y − t', null],
  [
    'softmax',
    'logsumexp(z - m*t) - target(z)',
    { m: 1 },
    'E = logsumexp(z − m t) − z_target',
    'δ = softmax(z − m t) − t',
    null,
  ],
  ['linear', 'sqrt(abs(y-t))', {}, 'E = Σ √|y − t|', 'δ = ½ sign(y − t)/√|y − t|', null],
])('%s: %s', (activation, loss, parameters, plainLoss, plainDelta, matched) => {
  const compiled = compile(formula(activation, loss, parameters));
  const found = matchedBy(compiled);
  expect(typesetLoss(compiled).plain).toBe(plainLoss);
  expect(typesetDelta(compiled, found).plain).toBe(plainDelta);
  expect(found).toEqual(matched);
});

it('writes TeX', () => {
  const compiled = compile(formula('sigmoid', 'γ*(t-y)^2/2 + where(y >= 0.5, abs(y), sqrt(y))', { γ: 2 }));
  expect(typesetLoss(compiled).tex).toBe(
    'E = \\sum \\left[\\frac{\\gamma \\, \\left(t - y\\right)^{2}}{2} + \\begin{cases}\\left|y\\right| & y \\ge \\tfrac{1}{2} \\\\ \\sqrt{y} & \\text{else}\\end{cases}\\right]',
  );
  expect(typesetDelta(compile(formula('sigmoid', '(t-y)^2/2')), null).tex).toBe(
    '\\delta = y \\, \\left(1 - y\\right) \\, \\left(y - t\\right)',
  );
});

it('says of a derivative that nobody could read that it is too long', () => {
  const tower = `${Array.from({ length: 12 }, (_, i) => `where(y > ${i}, y^y*`).join('')}y${', t)'.repeat(12)}`;
  const compiled = compile(formula('softmax', tower));
  expect(typesetDelta(compiled, null).plain).toBe('δ = ∂E/∂z (too long to be shown)');
});
