import { describe, expect, it } from 'vitest';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { parse } from '../../../core/formulas/language/parse.ts';
import { evaluate } from '../../../core/formulas/language/evaluate-syntax.ts';
import { flatSlope } from '../../../core/outputs/activations/activation.ts';
import {
  activationIds,
  activationOf,
  activations,
  isActivationId,
} from '../../../core/outputs/activations/registry.ts';
import { readingOf } from '../../../core/outputs/readings/registry.ts';
import { formula } from '../formulas/definitions.ts';

const z = Float64Array.from([-7, -1.3, -0.2, 0, 0.4, 2, 6]);

const outputs = (id: (typeof activationIds)[number], logits = z) => {
  const y = new Float64Array(logits.length);
  activationOf(id).forward(logits, y);
  return y;
};

describe.each(activations.map(({ id }) => id))('activation %s', (id) => {
  const activation = activationOf(id);

  it('says its slope, and hands gradients back by the Jacobian of its values', () => {
    const y = outputs(id);
    const h = 1e-6;
    const V = z.length;
    const jacobian = Array.from({ length: V }, (_, i) => {
      const [above, below] = [h, -h].map((step) => outputs(id, z.with(i, z[i] + step)));
      return above.map((value, j) => (value - below[j]) / (2 * h));
    });
    jacobian.forEach((row, i) => {
      expect(activation.slope(y[i])).toBeCloseTo(row[i], 8);
      row.forEach((value, j) => {
        if (i !== j && !activation.distribution) expect(value).toBe(0);
      });
    });
    const gradient = Float64Array.from(z, (_, j) => Math.sin(j + 1));
    const delta = new Float64Array(V);
    activation.backward(y, gradient, delta);
    delta.forEach((value, i) => {
      expect(value).toBeCloseTo(
        jacobian[i].reduce((sum, slope, j) => sum + slope * gradient[j], 0),
        8,
      );
    });
  });

  it('stays in its range, is the identity or not, and gives 1/V at its uniform bias', () => {
    const [low, high] = activation.range;
    for (const y of outputs(id)) expect(y > low && y < high).toBe(true);
    expect(outputs(id).every((y, i) => y === z[i])).toBe(activation.identity);
    const V = 5;
    const bias = activation.uniformBias(V);
    for (const y of outputs(id, new Float64Array(V).fill(bias))) expect(y).toBeCloseTo(1 / V, 14);
  });

  it('is what its expression says in the language of formulas', () => {
    const y = outputs(id);
    const syntax = parse(`target(${activation.expression})`);
    y.forEach((value, target) => {
      const { loss } = evaluate(syntax, { y: z, z, target, parameters: new Map() });
      expect(loss).toBeCloseTo(value, 14);
    });
    const layer = formulaLayer(formula(id, 'y^3*t'));
    const [own, delta] = [new Float64Array(z.length), new Float64Array(z.length)];
    layer.lossAndDelta(z, 2, own, delta);
    own.forEach((value, i) => {
      expect(value).toBeCloseTo(y[i], 14);
    });
  });

  it('is flat where its record says so', () => {
    const { saturation } = activation;
    expect(saturation === null).toBe(activation.identity);
    if (saturation?.of !== 'outputs') return;
    const largest = Math.max(...[0, 0.5].map((y) => activation.slope(y)));
    // The sigmoid's bound is 0.05 itself (science: saturation).
    const bound = id === 'sigmoid' ? flatSlope : flatSlope * largest;
    for (const edge of [saturation.low, saturation.high])
      expect(activation.slope(edge)).toBeCloseTo(bound, 12);
    expect(activation.slope(saturation.low - 1e-6)).toBeLessThan(bound);
    expect(activation.slope((saturation.low + saturation.high) / 2)).toBeGreaterThan(bound);
  });

  it('is read as a distribution by the reading it comes with', () => {
    const q = new Float64Array(z.length);
    readingOf(activation.reading).read(Float64Array.from(z), outputs(id), q);
    expect(q.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    for (const value of q) expect(value).toBeGreaterThanOrEqual(0);
  });
});

it('activations are found by their ids, each of them one', () => {
  expect(new Set(activationIds).size).toBe(activations.length);
  for (const id of activationIds) expect(activationOf(id).id).toBe(id);
  expect(isActivationId('toString')).toBe(false);
  expect(isActivationId('softmax')).toBe(true);
});
