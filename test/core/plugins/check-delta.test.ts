import { describe, expect, it } from 'vitest';
import { checkDelta } from '../../../core/plugins/check-delta.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { outputLayers, trainingLayer, defaultClamp } from '../../../core/outputs/registry.ts';
import { made, quiet } from './hand-made.ts';

describe('the gradient check of a layer', () => {
  const builtins: readonly OutputLayer[] = outputLayers;
  it.each(builtins.map((layer) => [layer.id, layer] as const))('confirms %s', (id, layer) => {
    const { confirmed, worst } = checkDelta(trainingLayer(id, defaultClamp(layer)));
    expect(confirmed, `worst ${worst}`).toBe(true);
  });

  it.each([
    ['a δ of twice the size', (_i: number, value: number) => 2 * value],
    ['a δ of the wrong sign', (_i: number, value: number) => -value],
    ['one entry that is a thousandth off', (i: number, value: number) => (i === 3 ? value * 1.001 : value)],
    ['a δ that is 0', () => 0],
  ])('does not confirm %s', (_, wrong) => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        const loss = quiet.lossAndDelta(z, target, y, delta);
        delta.forEach((value, i) => (delta[i] = wrong(i, value)));
        return loss;
      },
    });
    expect(checkDelta(layer).confirmed).toBe(false);
  });

  it('confirms nothing where the loss is not finite at all', () => {
    const { layer } = made({
      lossAndDelta: (_z: Float64Array, _t: number, _y: Float64Array, delta: Float64Array) => {
        delta.fill(0);
        return NaN;
      },
    });
    expect(checkDelta(layer)).toEqual({ confirmed: false, worst: NaN });
  });

  it('takes any slope between both sides of a kink', () => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, _t: number, _y: Float64Array, delta: Float64Array) {
        z.forEach((value, i) => (delta[i] = Math.sign(value)));
        return z.reduce((sum, value) => sum + Math.abs(value), 0);
      },
    });
    expect(checkDelta(layer).confirmed).toBe(true);
  });
});
