import { describe, expect, it } from 'vitest';
import { builtInFormulas } from '../../../core/formulas/built-in-formulas.ts';
import { checkDelta } from '../../../core/formulas/checks/check-delta.ts';
import { formulaFacts } from '../../../core/formulas/facts.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayers } from '../../../core/outputs/registry.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { made } from '../plugins/hand-made.ts';
import { formula } from './definitions.ts';

const told = (definition: Parameters<typeof formulaFacts>[0]) =>
  formulaFacts(definition).warnings.find(({ code }) => code === 'wrong-way')?.message;

describe('a loss that leads the wrong way', () => {
  const known = [
    ...builtInFormulas.map(({ activation, loss }) => formula(activation, loss)),
    ...formulaPresets,
  ];

  it.each(known.map((each) => [each.loss, each.activation, each] as const))(
    'is none that is known, and each with its sign turned: %s, %s',
    (loss, _, definition) => {
      // Beyond y = 1 the logarithm of a linear output falls without end.
      if (definition.activation === 'linear' && loss.includes('log(y)'))
        expect(told(definition)).toMatch(/^E has no least value/);
      else expect(told(definition)).toBeUndefined();
      expect(told({ ...definition, loss: `-1*(${loss})` })).toMatch(
        /teaches to be wrong\. Is a sign missing\?$/,
      );
    },
  );

  it('is named with what it says of a right prediction and of a wrong one', () => {
    expect(told(formula('linear', '-(y-t)^2'))).toBe(
      'E is −0.27 for a right prediction and −1.07 for a wrong one (z = 0.5 of the target, or of another output): it teaches to be wrong. Is a sign missing?',
    );
  });

  it.each([
    ['linear', '-target(y)', 'E has no least value: it is −100 at z = 100 of the target and −1000 at 1000'],
    ['linear', '(y-t)^2 * (1 - 2*t)', 'of the target'],
    ['linear', '-log(abs(target(y)) + 1)', 'of the target'],
  ] as const)('is one without a least value: %s, %s', (activation, loss, sentence) => {
    expect(told(formula(activation, loss))).toContain(sentence);
  });

  it.each([
    ['linear', 'abs(t - y)'],
    ['linear', 'max(0, 1 - (2*t - 1)*y)'],
    ['sigmoid', '-target(y)'],
    ['softmax', '-30*t*log(y) + max(y)'],
  ] as const)('is not seen where there is none: %s, %s', (activation, loss) => {
    expect(told(formula(activation, loss))).toBeUndefined();
  });

  it('is told of plug-ins too, and of the one layer of the lab that has no least value', () => {
    const turned = made({
      lossAndDelta(z: Float64Array, target: number, _y: Float64Array, delta: Float64Array) {
        z.forEach((value, i) => (delta[i] = Number(i === target) - value));
        return -delta.reduce((sum, each) => sum + (each * each) / 2, 0);
      },
    });
    expect(checkDelta(turned.layer).wrongWay).toContain('teaches to be wrong');
    // One that reads its outputs itself may take the smallest for the likeliest.
    expect(checkDelta({ ...turned.layer, reading: 'own', probabilities: () => false }).wrongWay).toBeNull();
    const found = (outputLayers as readonly OutputLayer[]).filter(
      (layer) => checkDelta(trainingLayerOf([], layer.id, defaultClamp(layer))).wrongWay !== null,
    );
    // Beyond its clamp it goes on in a straight line.
    expect(found.map(({ id }) => id)).toEqual(['linear-cross-entropy']);
  });
});
