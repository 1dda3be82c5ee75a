import { describe, expect, it } from 'vitest';
import { JoinedText } from '../../../core/corpora/parts.ts';
import { BatchOrder } from '../../../core/network/batches.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';
import { checkGradients } from '../../../core/probes/gradient-check.ts';
import { gradientCheckThresholds } from '../../../core/probes/check-thresholds.ts';

const never = () => false;
const V = 9;
const H = 8;
const T = 12;

/** A text with a pattern to learn: 0 1 2 … with a random character in every third place. */
const random = stream(11, 'source');
const text = Uint32Array.from({ length: 400 }, (_, i) => (i % 3 === 2 ? random.below(V) : i % V));

/** Weights at the start, and after some training, when outputs and hidden units have begun to saturate. */
function weightsOf(id: string, biases: boolean, initial: 'uniform' | 'normal', trained: number) {
  const shape = { vocabulary: V, hidden: H, biases };
  const layer = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
  const weights = initialWeights(
    shape,
    { initial, outputBias: 'uniform-output' },
    layer,
    stream(3, 'weights'),
  );
  const network = referenceEngine.create({
    shape,
    length: T,
    batch: 2,
    layer,
    optimizer: { id: 'adagrad', settings: { epsilon: 1e-10 } },
    rate: 0.1,
    clipping: { kind: 'norm', threshold: 5 },
    weights,
  });
  const order = new BatchOrder(new JoinedText(text), T, 2, stream(3, 'order'));
  for (let step = 0; step < trained; step++) {
    expect(network.trainStep(order.current(), never)!.fault).toBeNull();
    order.advance();
  }
  return { shape, layer, weights: network.readWeights() };
}

describe.each(outputLayers.map((layer) => layer.id))('back-propagation through time with %s', (id) => {
  it.each([
    [true, 'uniform', 0],
    [true, 'uniform', 60],
    [false, 'uniform', 0],
    [false, 'uniform', 60],
    [true, 'normal', 0],
    [false, 'normal', 5],
  ] as const)(
    'agrees with centred differences: biases %s, %s, %d steps of training',
    (biases, initial, trained) => {
      const result = checkGradients(
        {
          ...weightsOf(id, biases, initial, trained),
          h0: Float64Array.from({ length: H }, (_, i) => Math.sin(i + 1) / 2),
          inputs: text.slice(30, 30 + T),
          targets: text.slice(31, 31 + T),
        },
        40,
      );
      expect(result.worst.map((each) => each.parameter)).toEqual(
        biases ? ['Wxh', 'Whh', 'Why', 'bh', 'by'] : ['Wxh', 'Whh', 'Why'],
      );
      expect(result.error, JSON.stringify(result.worst)).toBeLessThanOrEqual(gradientCheckThresholds.good);
    },
  );
});
