import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';
import { checkGradients } from '../../../core/probes/gradient-check.ts';

const shape = { vocabulary: 7, hidden: 5, biases: true };

function caseFor(layer: OutputLayer, length = 6) {
  const random = stream(4, 'source');
  return {
    layer,
    shape,
    weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(4, 'weights')),
    h0: Float64Array.from({ length: shape.hidden }, () => random.uniform() - 0.5),
    inputs: Uint32Array.from({ length }, () => random.below(shape.vocabulary)),
    targets: Uint32Array.from({ length }, () => random.below(shape.vocabulary)),
  };
}

/** A layer whose δ is a little off. */
function withDelta(change: (delta: Float64Array, target: number) => void): OutputLayer {
  const right = outputLayer('softmax-cross-entropy');
  return {
    ...right,
    lossAndDelta(z, target, y, delta) {
      const loss = right.lossAndDelta(z, target, y, delta);
      change(delta as Float64Array, target);
      return loss;
    },
  };
}

describe('the gradient check', () => {
  it.each(outputLayers.map((layer) => layer.id))('finds %s good and lists every matrix', (id) => {
    const result = checkGradients(caseFor(trainingLayerOf([], id, defaultClamp(outputLayer(id)))), 10);
    expect(result.verdict).toBe('good');
    expect(result.error).toBeLessThanOrEqual(1e-7);
    expect(result.worst.map((each) => each.parameter)).toEqual(['Wxh', 'Whh', 'Why', 'bh', 'by']);
    expect(result.checked).toBeGreaterThanOrEqual(35);
  });

  it.each<[string, OutputLayer]>([
    [
      'one part in a thousand too large',
      withDelta((delta) => delta.forEach((d, i) => (delta[i] = d * 1.001))),
    ],
    ['without the target', withDelta((delta, target) => (delta[target] += 1))],
    ['of the other sign', withDelta((delta) => delta.forEach((d, i) => (delta[i] = -d)))],
    ['zero', withDelta((delta) => delta.fill(0))],
    ['off in one output', withDelta((delta) => (delta[3] += 1e-3))],
    ['not a number', withDelta((delta) => (delta[2] = NaN))],
  ])('calls a δ wrong that is %s', (_, layer) => {
    expect(checkGradients(caseFor(layer), 10).verdict).toBe('wrong');
  });

  it('calls a δ that is a millionth too large doubtful', () => {
    const layer = withDelta((delta) => delta.forEach((d, i) => (delta[i] = d * (1 + 1e-6))));
    const result = checkGradients(caseFor(layer), 10);
    expect(result.verdict).toBe('doubtful');
    expect(result.error).toBeGreaterThan(0.9e-6);
  });

  it('names row and column in the usual shape of the matrix', () => {
    // Only the input 4 is ever read, so that nothing but column 4 of Wxh has a gradient, and h₀ = 0 with T = 1
    // leaves none for Whh.
    const layer = withDelta((delta) => delta.forEach((d, i) => (delta[i] = 2 * d)));
    const { worst } = checkGradients(
      {
        ...caseFor(layer),
        h0: new Float64Array(shape.hidden),
        inputs: Uint32Array.of(4),
        targets: Uint32Array.of(2),
      },
      1000,
    );
    expect(worst[0]).toMatchObject({ parameter: 'Wxh', column: 4 });
    expect(worst[0].row).toBeLessThan(shape.hidden);
    expect(worst[0].error).toBeCloseTo(0.5, 6);
    expect(worst[1]).toMatchObject({ parameter: 'Whh', analytic: 0, error: 0 });
    for (const each of worst.slice(3)) expect(each.column).toBe(0);
  });

  it('looks at as many entries as asked, at all of a small matrix, and never twice', () => {
    const layer = outputLayer('softmax-cross-entropy');
    const all = 2 * 7 * 5 + 25 + 5 + 7;
    expect(checkGradients(caseFor(layer), 1000).checked).toBe(all);
    expect(checkGradients(caseFor(layer), 1).checked).toBe(5);
    expect(checkGradients(caseFor(layer), 10).checked).toBeLessThanOrEqual(10 * 3 + 5 + 7);
  });

  it('leaves the weights as they are, and refuses an undefined loss', () => {
    const given = caseFor(outputLayer('softmax-cross-entropy'));
    const before = structuredClone(given.weights);
    checkGradients(given, 10);
    expect(given.weights).toEqual(before);
    expect(() => checkGradients(caseFor(outputLayer('linear-cross-entropy')), 10)).toThrow(
      expect.objectContaining({ code: 'outside-domain' }) as Error,
    );
  });
});
