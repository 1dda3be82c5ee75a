import type { Engine, Network } from '../../core/network/engine.ts';
import { initialWeights } from '../../core/network/initial-weights.ts';
import { stream } from '../../core/network/random.ts';
import type { OutputLayer } from '../../core/outputs/output-layer.ts';
import { outputLayer } from '../../core/outputs/registry.ts';
import { optimizer } from '../../core/optimizers/registry.ts';
import { skewedIndices } from './skewed-indices.ts';
import type { Setting } from './settings.ts';

/** What is measured, where it differs from the usual one: softmax-cross-entropy with Adagrad. */
export interface Choice {
  readonly layer?: OutputLayer;
  readonly optimizer?: { readonly id: string; readonly rate: number };
  /** Threads a step is dealt out to. */
  readonly threads?: number;
}

export interface Subject {
  readonly network: Network;
  readonly layer: OutputLayer;
  /** One training step on the next batch. @throws Error when it has a fault: then it did less than a step */
  readonly step: () => void;
}

const never = () => false;
/** So many different batches, one after the other, that a network does not know them by heart. */
const batches = 16;

/** A network of a setting in training, the same every time: norm clipping at 5, hidden states carried. */
export function subject(engine: Engine, setting: Setting, choice: Choice = {}): Subject {
  const { vocabulary, hidden, length, batch } = setting;
  const layer = choice.layer ?? outputLayer('softmax-cross-entropy');
  const chosen = choice.optimizer ?? { id: 'adagrad', rate: 0.05 };
  const shape = { vocabulary, hidden, biases: true };
  const network = engine.create(
    {
      shape,
      length,
      batch,
      layer,
      optimizer: { id: chosen.id, settings: optimizer(chosen.id).defaults },
      rate: chosen.rate,
      clipping: { kind: 'norm', threshold: 5 },
      weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(1, 'weights')),
    },
    choice.threads,
  );
  const numbers = stream(2, 'order');
  const indices = () => skewedIndices(batch * length, vocabulary, numbers);
  const resets = new Uint8Array(batch);
  const data = Array.from({ length: batches }, () => ({ inputs: indices(), targets: indices(), resets }));
  let next = 0;
  const step = () => {
    const result = network.trainStep(data[next++ % batches], never);
    if (result?.fault)
      throw new Error(`${engine.label}, ${layer.id}, ${chosen.id}: ${result.fault.where} is not finite.`);
  };
  return { network, layer, step };
}
