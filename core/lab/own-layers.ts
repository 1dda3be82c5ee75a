import { ownLayerInfo, type OutputLayerInfo } from '../layers/layer-info.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';

/**
 * What is known of layers that an experiment brings along, worked out once for each: a formula is differentiated and
 * checked for it, and most changes of an experiment leave its layers as they are.
 */
export function rememberedInfos(): (layers: readonly LayerDefinition[]) => readonly OutputLayerInfo[] {
  let known = new Map<string, OutputLayerInfo>();
  let last: readonly LayerDefinition[] = [];
  let infos: readonly OutputLayerInfo[] = [];
  return (layers) => {
    if (layers === last) return infos;
    const entries = layers.map((layer) => {
      const key = JSON.stringify(layer);
      return [key, known.get(key) ?? ownLayerInfo(layer)] as const;
    });
    known = new Map(entries);
    last = layers;
    infos = entries.map(([, info]) => info);
    return infos;
  };
}
