import { referenceEngine } from '../../core/network/reference-engine.ts';
import { initialWeights } from '../../core/network/initial-weights.ts';
import type { Network } from '../../core/network/engine.ts';
import { stream } from '../../core/network/random.ts';
import { outputLayer } from '../../core/outputs/registry.ts';
import type { Setting } from './settings.ts';

const never = () => false;

/** A network of a setting and a batch to train it on, the same every time. */
export function prepared(setting: Setting): { network: Network; step: () => void } {
  const { vocabulary, hidden, length, batch } = setting;
  const layer = outputLayer('softmax-cross-entropy');
  const shape = { vocabulary, hidden, biases: true };
  const network = referenceEngine.create({
    shape,
    length,
    batch,
    layer,
    optimizer: { id: 'adagrad', settings: { epsilon: 1e-10 } },
    rate: 0.05,
    clipping: { kind: 'norm', threshold: 5 },
    weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(1, 'weights')),
  });
  const numbers = stream(2, 'order');
  const indices = () => Uint32Array.from({ length: batch * length }, () => numbers.below(vocabulary));
  const data = { inputs: indices(), targets: indices(), resets: new Uint8Array(batch) };
  return { network, step: () => void network.trainStep(data, never) };
}

/** Characters trained on per second, over at least `seconds`. */
export function characterRate({ length, batch }: Setting, step: () => void, seconds: number): number {
  const begun = performance.now();
  let steps = 0;
  do {
    step();
    steps++;
  } while (performance.now() - begun < 1000 * seconds);
  return (steps * length * batch * 1000) / (performance.now() - begun);
}
