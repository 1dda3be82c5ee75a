import { describe, expect, it } from 'vitest';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { properScore } from '../../../core/formulas/checks/proper-score.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { outputLayers, defaultClamp } from '../../../core/outputs/registry.ts';

const scoreOf = (
  activation: FormulaDefinition['activation'],
  loss: string,
  more: Partial<FormulaDefinition> = {},
) =>
  properScore(
    formulaLayer({
      ...{ kind: 'formula', id: 'mine', label: 'mine', activation, loss, parameters: {}, reference: '' },
      ...more,
    }),
  );

const normalised = (values: readonly number[]) => {
  const sum = values.reduce((all, value) => all + value, 0);
  return values.map((value) => value / sum);
};

describe('a proper score', () => {
  it.each(outputLayers.map((layer) => layer.id))('is %s, read as it is', (id) => {
    const layer = trainingLayerOf([], id, defaultClamp(outputLayers.find((each) => each.id === id)!));
    expect(properScore(layer)).toMatchObject({ proper: true });
  });

  it('is what is published as one, and no other', () => {
    const proper = formulaPresets.filter((preset) => properScore(formulaLayer(preset))?.proper);
    // Huber is quadratic within d = 1, and the rescaled square plain with k = 1.
    expect(proper.map(({ id }) => id)).toEqual(['brier', 'huber', 'rescaled-square', 'poisson']);
    const hinge = formulaPresets.find(({ id }) => id === 'multi-class-hinge')!;
    expect(properScore(formulaLayer(hinge))).toBeNull();
  });

  it('is missed by generalised cross-entropy at p^(1/(1 − q)), and by label smoothing at (1 − ε) p + ε/V', () => {
    const q = { value: 0.7, low: 0, high: 1 };
    const general = scoreOf('softmax', '(1 - target(y)^q) / q', { parameters: { q } })!;
    expect(general.proper).toBe(false);
    const expected = normalised(general.truth.map((share) => share ** (1 / 0.3)));
    general.best.forEach((share, i) => expect(share).toBeCloseTo(expected[i], 3));

    const ε = { value: 0.1, low: 0, high: 0.5 };
    const smoothed = scoreOf('softmax', '-((1-ε)*t + ε/V) * log(y)', { parameters: { ε } })!;
    smoothed.best.forEach((share, i) => expect(share).toBeCloseTo(0.9 * smoothed.truth[i] + 0.1 / 3, 3));
  });

  it('is none that says the likeliest alone, leads the wrong way or hangs on how its outputs are read', () => {
    expect(scoreOf('softmax', 'abs(y - t)')!.best.map(Math.round)).toEqual([1, 0, 0]);
    expect(scoreOf('linear', '-(y - t)^2', { reading: 'clipped' })).toMatchObject({ proper: false });
    const logSumExp = 'logsumexp(z) - target(z)';
    expect(scoreOf('linear', logSumExp, { reading: 'softmax' })).toMatchObject({ proper: true });
    expect(scoreOf('linear', logSumExp, { reading: 'clipped' })).toMatchObject({ proper: false });
  });

  it('is not known where the loss is defined at none of the starts', () => {
    expect(scoreOf('linear', 'sqrt(y - 40)')).toBeNull();
  });
});
