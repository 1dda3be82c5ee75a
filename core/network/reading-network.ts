import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Network } from './engine.ts';
import { referenceEngine } from './reference-engine.ts';
import type { Shape, Weights } from './weights.ts';

/** A network that reads and draws at the given weights, in float64. It is not there to be trained. */
export function readingNetwork(shape: Shape, layer: OutputLayer, weights: Weights): Network {
  return referenceEngine.create({
    shape,
    length: 1,
    batch: 1,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 1,
    clipping: { kind: 'off' },
    weights,
  });
}
