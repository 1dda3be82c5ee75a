import { describe, expect, it } from 'vitest';
import { saturatedOutputs } from '../../../core/network/saturation.ts';
import { activationOf } from '../../../core/outputs/activations/registry.ts';

describe('saturated outputs', () => {
  it('a fresh softmax over many characters has none, though every y(1 − y) is small', () => {
    const V = 19;
    expect(saturatedOutputs(new Float64Array(3 * V).fill(1 / V), [0, 5, 18], 'softmax')).toEqual({
      saturated: 0,
      wrong: 0,
    });
  });

  it('of a softmax are the steps whose largest y is above 0.95, wrong where it is not the target’s', () => {
    const rows = [
      [0.96, 0.03, 0.01],
      [0.96, 0.03, 0.01],
      [0.95, 0.03, 0.02],
      [0.2, 0.3, 0.5],
    ];
    expect(saturatedOutputs(Float64Array.from(rows.flat()), [0, 1, 1, 0], 'softmax')).toEqual({
      saturated: 0.5,
      wrong: 0.25,
    });
  });

  it('of a sigmoid are those with σ′ < 0.05, wrong more than ½ from the target', () => {
    // σ′ is 0.05 at y = 0.0528 and 0.9472.
    const y = Float64Array.from([0.05, 0.054, 0.5, 0.94, 0.95, 0.01, 0.99, 0.96]);
    expect(saturatedOutputs(y.subarray(0, 4), [0], 'sigmoid')).toEqual({ saturated: 1 / 4, wrong: 1 / 4 });
    expect(saturatedOutputs(y.subarray(0, 4), [1], 'sigmoid')).toEqual({ saturated: 1 / 4, wrong: 0 });
    expect(saturatedOutputs(y.subarray(4), [0], 'sigmoid')).toEqual({ saturated: 1, wrong: 2 / 4 });
  });

  it('of a scaled tanh are those with a slope below 0.05 of its largest', () => {
    const edge = 1.7159 * Math.sqrt(0.95);
    const y = Float64Array.from([edge - 1e-9, edge + 1e-9, -edge - 1e-9, 0, 1, -0.3]);
    expect(saturatedOutputs(y, [1], 'tanh-scaled')).toEqual({ saturated: 2 / 6, wrong: 2 / 6 });
    // What y(1 − y) < 0.05 would call saturated: nothing of a scaled tanh is near its end at 0 or 1.
    expect(saturatedOutputs(Float64Array.from([0.01, 0.99, 1]), [1], 'tanh-scaled')!.saturated).toBe(0);
  });

  it('of a linear layer do not exist', () => {
    expect(activationOf('linear').saturation).toBeNull();
    expect(saturatedOutputs(Float64Array.from([0, 50]), [1], 'linear')).toBeNull();
  });
});
