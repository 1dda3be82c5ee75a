import { describe, expect, it } from 'vitest';
import { initialWeights, type InitialScale } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import type { Shape, Weights } from '../../../core/network/weights.ts';
import { parameterCount } from '../../../core/network/weights.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { outputLayers } from '../../../core/outputs/registry.ts';

const shape: Shape = { vocabulary: 65, hidden: 100, biases: true };
const layers: readonly OutputLayer[] = outputLayers;
const layer = layers[0];
const draw = (
  initial: 'uniform' | 'normal',
  options: {
    shape?: Shape;
    layer?: OutputLayer;
    outputBias?: 'zero' | 'uniform-output';
    initialScale?: InitialScale;
    seed?: number;
  } = {},
) =>
  initialWeights(
    options.shape ?? shape,
    { initial, outputBias: options.outputBias ?? 'zero', initialScale: options.initialScale },
    options.layer ?? layer,
    stream(options.seed ?? 1, 'weights'),
  );
const matrices = ({ Wxh, Whh, Why }: Weights) => [...Wxh, ...Whh, ...Why];
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / values.length);

describe('initial weights', () => {
  it('have the sizes of the shape, and biases only where the shape has them', () => {
    const withBiases = draw('uniform');
    expect(
      [withBiases.Wxh, withBiases.Whh, withBiases.Why, withBiases.bh!, withBiases.by!].map((w) => w.length),
    ).toEqual([6500, 10_000, 6500, 100, 65]);
    expect(parameterCount(shape)).toBe(6500 + 10_000 + 6500 + 100 + 65);
    const without = draw('uniform', { shape: { ...shape, biases: false } });
    expect(Object.keys(without)).toEqual(['Wxh', 'Whh', 'Why']);
    expect(matrices(without)).toEqual(matrices(withBiases));
  });

  it('are uniform in ±1/√H', () => {
    const values = matrices(draw('uniform'));
    expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.0999);
    expect(Math.min(...values)).toBeLessThan(-0.0999);
    // Standard deviation of a uniform: 2b/√12.
    expect(deviation(values)).toBeCloseTo(0.2 / Math.sqrt(12), 3);
  });

  it('are normal with standard deviation 0.01 whatever H', () => {
    for (const hidden of [20, 100]) {
      const values = matrices(draw('normal', { shape: { ...shape, hidden } }));
      expect(deviation(values) / 0.01).toBeCloseTo(1, 1);
      expect(Math.max(...values)).toBeGreaterThan(0.03);
    }
  });

  it('are the same for every layer of a seed, and others for another seed', () => {
    for (const initial of ['uniform', 'normal'] as const) {
      const first = draw(initial);
      for (const each of layers)
        for (const outputBias of ['zero', 'uniform-output'] as const)
          expect(matrices(draw(initial, { layer: each, outputBias }))).toEqual(matrices(first));
      expect(matrices(draw(initial, { seed: 2 }))).not.toEqual(matrices(first));
    }
  });

  it('draw no entry twice: the matrices are not copies of each other', () => {
    expect(new Set(matrices(draw('uniform'))).size).toBe(23_000);
  });

  it('are multiplied matrix by matrix after the draw, which stays the same; biases are not', () => {
    for (const initial of ['uniform', 'normal'] as const) {
      const drawn = draw(initial, { outputBias: 'uniform-output' });
      expect(
        draw(initial, { outputBias: 'uniform-output', initialScale: { Wxh: 1, Whh: 1, Why: 1 } }),
      ).toEqual(drawn);
      const scaled = draw(initial, {
        outputBias: 'uniform-output',
        initialScale: { Wxh: 0.5, Whh: 3, Why: 40 },
      });
      expect(scaled.Wxh).toEqual(drawn.Wxh.map((w) => 0.5 * w));
      expect(scaled.Whh).toEqual(drawn.Whh.map((w) => 3 * w));
      expect(scaled.Why).toEqual(drawn.Why.map((w) => 40 * w));
      expect([scaled.bh, scaled.by]).toEqual([drawn.bh, drawn.by]);
    }
  });

  it('have biases of 0, or by where every output of the layer is 1/V', () => {
    for (const each of layers) {
      const zero = draw('uniform', { layer: each });
      expect([...zero.bh!, ...zero.by!].every((b) => b === 0)).toBe(true);
      const { bh, by } = draw('uniform', { layer: each, outputBias: 'uniform-output' });
      expect(bh!.every((b) => b === 0)).toBe(true);
      const y = new Float64Array(65);
      each.forward(by!, y);
      for (const value of y) expect(value).toBeCloseTo(1 / 65, 14);
    }
  });

  it('stand for one character and one hidden unit too', () => {
    const tiny = draw('uniform', {
      shape: { vocabulary: 1, hidden: 1, biases: true },
      outputBias: 'uniform-output',
      layer: layers.find((each) => each.activation === 'sigmoid')!,
    });
    for (const values of Object.values(tiny) as Float64Array[]) {
      expect(values.length).toBe(1);
      expect(Math.abs(values[0])).toBeLessThanOrEqual(1);
    }
  });
});
