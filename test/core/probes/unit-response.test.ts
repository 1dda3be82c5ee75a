import { describe, expect, it } from 'vitest';
import { outputLayers } from '../../../core/outputs/registry.ts';
import type { UnitResponse } from '../../../core/probes/probe.ts';
import { unitResponses } from '../../../core/probes/unit-response.ts';

const V = 65;
const others = new Float64Array(V - 1);
const every = outputLayers.map(({ id }) => ({ layer: id, clamp: null, rate: null }));

function at(z: readonly number[], t: 0 | 1, rest = others): Record<string, UnitResponse> {
  const responses = unitResponses({ layers: every, own: [], t, others: rest, z: Float64Array.from(z) });
  return Object.fromEntries(responses.map((response) => [response.probed.layer, response]));
}

describe('the response of one output to its own logit', () => {
  // Science, check values: |δ| over all outputs, V = 65.
  it.each([
    ['linear-quadratic', '1.00', '10.05'],
    ['sigmoid-quadratic', '1.01', '1.00'],
    ['sigmoid-cross-entropy', '4.03', '4.12'],
    ['softmax-cross-entropy', '0.99', '1.41'],
  ])('has the known ‖δ‖ of %s: %s at z = 0, %s with one wrong logit at 10', (layer, uniform, wrong) => {
    expect(at([0], 1)[layer].norm[0].toFixed(2)).toBe(uniform);
    expect(at([10], 0)[layer].norm[0].toFixed(2)).toBe(wrong);
  });

  it('has the known ‖δ‖ of softmax + quadratic, which is 1/V of softmax + cross-entropy at the start', () => {
    const start = at([0], 1);
    expect(start['softmax-quadratic'].norm[0].toFixed(3)).toBe('0.015');
    expect(start['softmax-quadratic'].norm[0] * V).toBeCloseTo(start['softmax-cross-entropy'].norm[0], 10);
    expect(at([10], 0)['softmax-quadratic'].norm[0].toFixed(3)).toBe('0.003');
  });

  it('shows how σ′ slows sigmoid + quadratic down', () => {
    const { 'sigmoid-cross-entropy': matched, 'sigmoid-quadratic': mismatched } = at([-2, -5, -8], 1);
    const factors = Array.from(matched.delta, (delta, i) => delta / mismatched.delta[i]);
    expect(factors.map((factor) => (factor < 10 ? Number(factor.toFixed(1)) : Math.round(factor)))).toEqual([
      9.5, 150, 2983,
    ]);
  });

  it('bounds |δ| of sigmoid + quadratic by 4/27', () => {
    const z = Array.from({ length: 401 }, (_, i) => (i - 200) / 20);
    const largest = Math.max(
      ...[0, 1].flatMap((t) => Array.from(at(z, t as 0 | 1)['sigmoid-quadratic'].delta, Math.abs)),
    );
    expect(largest).toBeLessThanOrEqual(4 / 27 + 1e-15);
    expect(largest).toBeGreaterThan(4 / 27 - 1e-4);
  });

  it('has E of this output alone where the loss is a sum, of all where outputs share one', () => {
    const one = at([-4.2], 1);
    // By hand: ½ (1 + 4.2)²; −ln σ(−4.2); −ln softmax with 64 others at 0; ½ (1 − σ)².
    const y = 1 / (1 + Math.exp(4.2));
    expect(one['linear-quadratic'].loss[0]).toBeCloseTo(13.52, 12);
    expect(one['sigmoid-cross-entropy'].loss[0]).toBeCloseTo(-Math.log(y), 12);
    expect(one['softmax-cross-entropy'].loss[0]).toBeCloseTo(Math.log(64 + Math.exp(-4.2)) + 4.2, 12);
    expect(one['sigmoid-quadratic'].loss[0]).toBeCloseTo((1 - y) ** 2 / 2, 12);
    const zero = at([-4.2], 0);
    expect(zero['linear-quadratic'].loss[0]).toBeCloseTo(4.2 ** 2 / 2, 12);
    expect(zero['sigmoid-cross-entropy'].loss[0]).toBeCloseTo(-Math.log1p(-y), 12);
    expect(zero['sigmoid-quadratic'].loss[0]).toBeCloseTo(y ** 2 / 2, 12);
  });

  it.each([0, 1] as const)('has a δ that is the slope of E where t = %s', (t) => {
    const h = 1e-5;
    for (const z of [-3, -0.4, 0.3, 0.7, 2.5]) {
      const found = at([z - h, z, z + h], t);
      for (const { layer } of every) {
        const { loss, delta } = found[layer];
        if (Number.isNaN(delta[1])) continue;
        expect((loss[2] - loss[0]) / (2 * h)).toBeCloseTo(delta[1], 6);
      }
    }
  });

  it('has no value where linear + cross-entropy is not defined, and one inside (0, 1)', () => {
    const { y, loss, delta } = at([-0.1, 0.5, 1.1], 1)['linear-cross-entropy'];
    expect(Array.from(delta, Number.isNaN)).toEqual([true, false, true]);
    expect(y[1]).toBe(0.5);
    expect(loss[1]).toBeCloseTo(Math.LN2, 12);
    expect(delta[1]).toBeCloseTo(-2, 12);
  });

  it('depends on the other logits for softmax alone', () => {
    const [equal, unequal] = [at([1], 1), at([1], 1, new Float64Array(V - 1).fill(3))];
    expect(unequal['softmax-cross-entropy'].delta[0]).not.toBe(equal['softmax-cross-entropy'].delta[0]);
    for (const layer of ['linear-quadratic', 'sigmoid-cross-entropy', 'sigmoid-quadratic'])
      expect(unequal[layer].delta[0]).toBe(equal[layer].delta[0]);
  });

  it('stands at extreme logits and with a single character', () => {
    for (const t of [0, 1] as const)
      for (const { layer } of every.filter((each) => each.layer !== 'linear-cross-entropy')) {
        const { delta, loss } = at([-1e3, 1e3], t)[layer];
        expect([...delta, ...loss].every(Number.isFinite)).toBe(true);
      }
    const alone = at([2], 1, new Float64Array(0));
    expect(alone['softmax-cross-entropy'].delta[0]).toBe(0);
    expect(at([2], 0, new Float64Array(0))['softmax-cross-entropy'].delta[0]).toBeNaN();
    expect(at([2], 0, new Float64Array(0))['sigmoid-cross-entropy'].delta[0]).toBeCloseTo(
      1 / (1 + Math.exp(-2)),
      12,
    );
  });
});
