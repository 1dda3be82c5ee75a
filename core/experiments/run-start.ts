import type { Indices } from '../corpora/corpus.ts';
import { JoinedText, type TextParts } from '../corpora/parts.ts';
import { trainingLayerOf } from '../layers/layer-of.ts';
import { BatchOrder } from '../network/batches.ts';
import type { Engine, Network } from '../network/engine.ts';
import { initialWeights } from '../network/initial-weights.ts';
import { stream } from '../network/random.ts';
import { optimizer } from '../optimizers/registry.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Arm, Experiment } from './experiment.ts';

/** What a run needs of a text. */
export interface RunText {
  readonly indices: Indices;
  readonly vocabulary: Uint32Array;
  readonly parts: TextParts;
}

/** A run before its first step. */
interface RunStart {
  readonly layer: OutputLayer;
  readonly network: Network;
  readonly order: BatchOrder;
}

/**
 * Initial weights and data order of a run. Every arm of a seed draws the same weights and the same order: the runs are
 * paired.
 * @param threads how many may work on a step of this run
 */
export function runStart(
  experiment: Experiment,
  arm: Arm,
  seed: number,
  text: RunText,
  engine: Engine,
  threads = 1,
): RunStart {
  const { model, clipping, optimizer: chosen } = experiment;
  const shape = { vocabulary: text.vocabulary.length, hidden: model.hidden, biases: model.biases };
  const layer = trainingLayerOf(experiment.layers, arm.layer, arm.clamp);
  const settings = { ...optimizer(chosen.id).defaults, ...chosen.settings };
  const network = engine.create(
    {
      shape,
      length: model.length,
      batch: model.batch,
      layer,
      optimizer: { id: chosen.id, settings },
      rate: arm.rate,
      clipping,
      weights: initialWeights(shape, model, layer, stream(seed, 'weights')),
    },
    threads,
  );
  const order = new BatchOrder(
    new JoinedText(text.indices, text.parts.training),
    model.length,
    model.batch,
    stream(seed, 'order'),
  );
  return { layer, network, order };
}
