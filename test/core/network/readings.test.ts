import { describe, expect, it } from 'vitest';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import type { NetworkSpec } from '../../../core/network/engine.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import { fastEngineOn } from '../../../core/network/fast/fast-engine.ts';
import { kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { readingSums } from '../../../core/network/fast/reading-sums.ts';
import { stream } from '../../../core/network/random.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { readingIds, type ReadingId } from '../../../core/outputs/readings/registry.ts';
import { formula } from '../formulas/definitions.ts';

const never = () => false;

const read = (activation: FormulaDefinition['activation'], loss: string, reading: ReadingId): OutputLayer =>
  formulaLayer({ ...formula(activation, loss), reading });

/**
 * A network whose logits are its output biases plus a little of what it read, and a text; the biases are spread over
 * ±size, and all far below 0 where that is asked for.
 */
function networkOf(layer: OutputLayer, V: number, size: number, below: number) {
  const random = stream(V, 'weights');
  const H = 3;
  const drawn = (n: number, scale: number) =>
    Float64Array.from({ length: n }, () => Math.fround(scale * (2 * random.uniform() - 1)));
  const spec: NetworkSpec = {
    shape: { vocabulary: V, hidden: H, biases: true },
    length: 2,
    batch: 1,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 1,
    clipping: { kind: 'off' },
    weights: {
      ...{ Wxh: drawn(H * V, 1), Whh: drawn(H * H, 0.5), Why: drawn(V * H, size / 10), bh: drawn(H, 0.1) },
      by: drawn(V, size).map((b) => Math.fround(b - below)),
    },
  };
  const text = Uint32Array.from({ length: 20 }, () => random.below(V));
  return { spec, text };
}

const activations = ['linear', 'sigmoid', 'softmax', 'tanh-scaled'] as const;
const losses = ['(t-y)^2/2 + t*y/7', 'logsumexp(z) - target(z)', 'softplus(z) - t*z', '(t-z)^2/2'];
const cases = activations.flatMap((activation) =>
  losses.flatMap((loss) => readingIds.map((reading) => [activation, loss, reading] as const)),
);

describe.each(kernelBuilds().map((build) => [build, fastEngineOn(build)] as const))('build %s', (_, fast) => {
  it.each(cases)('%s outputs of %s read as %s agree with float64', (activation, loss, reading) => {
    const layer = read(activation, loss, reading);
    const shapes = [
      [1, 1, 0],
      [5, 3, 0],
      [66, 3, 0],
      [67, 1000, 0],
      [7, 1000, 0],
      // All outputs of a sigmoid vanish.
      [6, 20, 300],
      [6257, 30, 0],
    ] as const;
    for (const [V, size, below] of shapes) {
      // What is read from outputs is gone with them: float32 has no σ(−300).
      if (below > 0 && activation === 'sigmoid' && reading === 'clipped') continue;
      // Many outputs take their time; one loss will do.
      if (V === 6257 && loss !== losses[1]) continue;
      const { spec, text } = networkOf(layer, V, size, below);
      const of = (engine: typeof fast) =>
        evaluate(engine.create(spec), text, [{ from: 1, to: 20 }], { kind: 'zero' }, layer, never)!;
      const [narrow, wide] = [of(fast), of(referenceEngine)];
      const where = `V = ${V}, ±${size} − ${below}`;
      if (reading === 'none') {
        expect([narrow.bitsPerCharacter, narrow.brier, narrow.clippedShare], where).toEqual([NaN, NaN, NaN]);
        expect(narrow.accuracy).toBeGreaterThanOrEqual(0);
        continue;
      }
      // A logit of 1000 has an error of 6 · 10⁻⁵ in float32.
      const tolerance = size < 100 ? 1e-4 : 5e-3;
      expect(Math.abs(narrow.bitsPerCharacter - wide.bitsPerCharacter), where).toBeLessThan(
        tolerance * Math.max(1, wide.bitsPerCharacter),
      );
      expect(Math.abs(narrow.brier - wide.brier), where).toBeLessThan(tolerance);
      expect(narrow.clippedShare, where).toBe(wide.clippedShare);
    }
  });

  it('stays on the kernels for every reading that a layer is likely to have', () => {
    const likely: readonly (readonly [OutputLayer, 'outputs' | 'powers'])[] = [
      [read('linear', '(t-y)^2/2', 'clipped'), 'outputs'],
      [read('linear', 'logsumexp(z) - target(z)', 'softmax'), 'outputs'],
      [read('linear', 'logsumexp(z) - target(z) + logsumexp(z)^2/100', 'softmax'), 'powers'],
      [read('linear', 'softplus(z) - t*z', 'sigmoid'), 'outputs'],
      [read('linear', 'exp(y) - t*y', 'exponential'), 'powers'],
      [read('linear', 'sum(where(t == 0, relu(1 - target(y) + y), 0))', 'none'), 'outputs'],
      [read('softmax', '(t-y)^2', 'softmax'), 'outputs'],
      [read('sigmoid', '(t-y)^2', 'sigmoid'), 'outputs'],
      [read('tanh-scaled', '(t-y)^2', 'clipped'), 'outputs'],
    ];
    for (const [layer, sums] of likely) {
      expect(readingSums(layer)).toBe(sums);
      expect(fast.create(networkOf(layer, 5, 1, 0).spec).score).toBeTypeOf('function');
    }
    // The kernel leaves softmax outputs where linear ones were to be clipped.
    expect(readingSums(read('linear', 'logsumexp(z) - target(z)', 'clipped'))).toBeNull();
  });
});
