import { layerOf, trainingLayerOf } from '../layers/layer-of.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { ProbedLayer } from './probe.ts';

/**
 * The layer a probe looks at: as it trains where a clamp is given, else as it is defined.
 * @param own layers that the experiment brings along
 * @throws LabError `unknown-name`; `bad-experiment` for a clamp on a layer that has none
 */
export function probedLayer(
  { layer, clamp }: Pick<ProbedLayer, 'layer' | 'clamp'>,
  own: readonly LayerDefinition[],
): OutputLayer {
  return clamp === null ? layerOf(own, layer) : trainingLayerOf(own, layer, clamp);
}
