import { describe, expect, it } from 'vitest';
import { compile } from '../../../core/formulas/compile.ts';
import { formulaFacts } from '../../../core/formulas/facts.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { knownReading, withReading } from '../../../core/formulas/known-reading.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { ReadingId } from '../../../core/outputs/readings/registry.ts';
import { formula } from './definitions.ts';

const known = (activation: FormulaDefinition['activation'], loss: string, parameters = {}) =>
  knownReading(formula(activation, loss, parameters), compile(formula(activation, loss, parameters)).program);

describe('the reading of a formula', () => {
  it.each<[FormulaDefinition['activation'], string, ReadingId, as: string | null]>([
    // The δ of softmax + cross-entropy, on outputs of another activation.
    ['linear', 'logsumexp(z) - target(z)', 'softmax', 'softmax + cross-entropy'],
    ['linear', 'log(sum(exp(y))) - sum(t*y)', 'softmax', 'softmax + cross-entropy'],
    ['linear', '-log(target(exp(z) / sum(exp(z))))', 'softmax', 'softmax + cross-entropy'],
    ['sigmoid', 'logsumexp(z) - target(z)', 'softmax', 'softmax + cross-entropy'],
    ['tanh-scaled', 'logsumexp(z) - target(z)', 'softmax', 'softmax + cross-entropy'],
    // Up to a factor, and a number that no output changes.
    ['linear', '(logsumexp(z) - target(z)) / log(2) + 3', 'softmax', 'softmax + cross-entropy'],
    ['linear', '(logsumexp(z) - target(z)) / V', 'softmax', 'softmax + cross-entropy'],
    ['softmax', '-t*log(y)', 'softmax', 'softmax + cross-entropy'],
    ['linear', '(t - softmax(z))^2/2', 'softmax', 'softmax + quadratic'],
    ['linear', 'softplus(z) - t*z', 'sigmoid', 'sigmoid + cross-entropy'],
    ['linear', '(t - sigmoid(z))^2', 'sigmoid', 'sigmoid + quadratic'],
    ['linear', '3*(t - y)^2', 'clipped', 'linear + quadratic'],
    ['linear', 'exp(y) - t*y', 'exponential', 'linear + Poisson'],
    ['linear', 'sum(where(t == 0, relu(1 - target(y) + y), 0))', 'none', 'linear + multi-class hinge'],
    // Nothing like it is known: by the activation.
    ['linear', '(t - y)^4', 'clipped', null],
    ['tanh-scaled', '(t - y)^2/2', 'clipped', null],
    ['sigmoid', 'abs(t - y)', 'sigmoid', null],
    ['softmax', 'abs(t - y)', 'softmax', null],
    // Down the other way: it is not learnt but unlearnt.
    ['linear', 'target(z) - logsumexp(z)', 'clipped', null],
    // A log link of outputs that are no logits is no Poisson loss.
    ['sigmoid', 'exp(z) - t*z', 'sigmoid', null],
  ])('%s: %s is %s', (activation, loss, reading, as) => {
    expect(known(activation, loss)).toEqual({ id: reading, as });
  });

  it.each(formulaPresets.map((preset) => [preset.id, preset] as const))(
    'of %s is recognised',
    (_, preset) => {
      expect(knownReading(preset, compile(preset).program).id).toBe(preset.reading);
      expect(formulaLayer(preset).reading).toBe(preset.reading);
    },
  );

  it('of a published loss stays with its parameters, and follows where they make it another', () => {
    const hinge = formulaPresets.find(({ id }) => id === 'multi-class-hinge')!;
    const wide = { ...hinge, parameters: { m: { value: 3, low: 0.1, high: 5 } } };
    expect(knownReading(wide, compile(wide).program)).toMatchObject({ id: 'none' });
  });

  it('is that of its activation in definitions from before it was chosen, and says so', () => {
    const old = formula('linear', 'logsumexp(z) - target(z)');
    expect(formulaLayer(old).reading).toBe('clipped');
    expect(formulaFacts(old).reading.words).toBe(
      'Read as shares of y, cut off at 0, q = max(y, 0) / Σ max(y, 0), uniform if all y ≤ 0: by its activation, as before readings were chosen; its δ is that of softmax + cross-entropy, which is read as softmax of z.',
    );
  });

  it('of an old margin loss stays what it was, and is told', () => {
    const old = { ...formulaPresets.find(({ id }) => id === 'multi-class-hinge')!, reading: undefined };
    expect(formulaLayer(old).reading).toBe('clipped');
    expect(formulaFacts(old).reading.words).toMatch(
      /before readings were chosen; its δ is that of linear \+ multi-class hinge, which is not read as probabilities\.$/,
    );
  });

  it('is written down in a new definition, and what was chosen is kept', () => {
    const own = withReading(formula('linear', 'logsumexp(z) - target(z)'));
    expect(own.reading).toBe('softmax');
    expect(formulaLayer(own).reading).toBe('softmax');
    expect(formulaFacts(own).reading.words).toBe(
      'Read as softmax of z, q = e^z / Σ e^z: its δ is that of softmax + cross-entropy.',
    );
    const chosen = withReading({ ...own, reading: 'none' });
    expect(chosen.reading).toBe('none');
    expect(formulaFacts(chosen).reading.words).toBe(
      'Not read as probabilities: as chosen; its δ is that of softmax + cross-entropy, which is read as softmax of z.',
    );
    expect(formulaFacts(withReading(formula('sigmoid', 'abs(t - y)'))).reading.words).toBe(
      'Read as shares of sigmoid outputs, q = σ(z) / Σ σ(z): by its activation.',
    );
    expect(formulaFacts({ ...formula('linear', '(t - y)^4'), reading: 'exponential' }).reading.words).toBe(
      'Read as shares of e^y, q = e^y / Σ e^y: as chosen.',
    );
  });
});
