import { expect, it } from 'vitest';
import { compile } from '../../../core/formulas/compile.ts';
import { formulaFacts } from '../../../core/formulas/facts.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { matchOf, slopeIsFactor } from '../../../core/formulas/checks/match-of.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import type { ActivationId } from '../../../core/outputs/activations/registry.ts';
import type { LayerMatch } from '../../../core/outputs/match.ts';
import { formula } from './definitions.ts';

it('tells the published losses apart', () => {
  const found = Object.fromEntries(formulaPresets.map((preset) => [preset.id, formulaFacts(preset).match]));
  expect(found).toEqual({
    brier: 'slope-stays',
    huber: 'other',
    'log-cosh': 'other',
    'label-smoothing': 'other',
    focal: 'other',
    squentropy: 'other',
    'rescaled-square': 'matched',
    'multi-class-hinge': 'other',
    poisson: 'other',
  } satisfies Record<string, LayerMatch>);
});

it.each<[ActivationId, string, LayerMatch, seen: boolean]>([
  ['sigmoid', '(t-y)^4', 'slope-stays', true],
  ['sigmoid', '(t-y)^2 + abs(t-y)', 'slope-stays', true],
  ['sigmoid', 'where(abs(t-y) < 0.4, (t-y)^2, abs(t-y)^3)', 'slope-stays', true],
  ['sigmoid', '(t-y)^2 - t*log(y) - (1-t)*log(1-y)', 'other', false],
  ['sigmoid', '-t*log(y)', 'other', false],
  ['sigmoid', 'sum(where(t == 0, max(0, 1 - target(y) + y), 0))', 'slope-stays', true],
  ['tanh-scaled', '(t-y)^2', 'slope-stays', false],
  ['tanh-scaled', '(t-z)^2', 'other', false],
  ['softmax', '1 - target(y)/(target(y) + 0.3*sum((1-t)*y) + 0.7*(1-target(y)))', 'slope-stays', true],
  ['softmax', '1/target(y)', 'other', false],
  ['softmax', '-2*t*log(y)', 'matched', false],
  ['linear', 'abs(t-y)^3', 'other', false],
  ['linear', 'logsumexp(z) - target(z)', 'other', false],
])('%s, %s: %s', (activation, loss, match, seen) => {
  const definition = formula(activation, loss);
  const facts = formulaFacts(definition);
  expect(facts.match).toBe(match);
  // The numbers of the layer say the same as its formula.
  expect(matchOf(formulaLayer(definition))).toBe(match);
  if (match === 'slope-stays') expect(slopeIsFactor(compile(definition))).toBe(seen);
  expect(facts.pairing).toMatch(
    match === 'matched' ? /^Matched/ : match === 'other' ? /^Other/ : /^Mismatched/,
  );
});
