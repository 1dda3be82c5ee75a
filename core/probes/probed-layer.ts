import type { OutputLayer } from '../outputs/output-layer.ts';
import { outputLayer, trainingLayer } from '../outputs/registry.ts';
import type { ProbedLayer } from './probe.ts';

/**
 * The layer a probe looks at: as it trains where a clamp is given, else as it is defined.
 * @throws LabError `unknown-name`; `bad-experiment` for a clamp on a layer that has none
 */
export function probedLayer({ layer, clamp }: Pick<ProbedLayer, 'layer' | 'clamp'>): OutputLayer {
  return clamp === null ? outputLayer(layer) : trainingLayer(layer, clamp);
}
