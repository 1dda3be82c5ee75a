import type { LabError } from '../../errors.ts';
import { formulaPresets } from '../../formulas/presets/registry.ts';
import type { LayerDefinition } from '../../outputs/layer-definition.ts';
import { nameClash } from '../../outputs/name-clash.ts';
import { outputLayers } from '../../outputs/registry.ts';
import { obstacleWords } from '../../words/name-obstacle.ts';

/**
 * Refuses layers of one's own under a name that another layer has. What was named before there was this rule stays.
 * @param before the layers as they were
 * @param refuse makes the error of a sentence
 * @throws what `refuse` makes
 */
export function requireOwnNames(
  layers: readonly LayerDefinition[],
  before: readonly LayerDefinition[],
  refuse: (sentence: string) => LabError,
): void {
  for (const layer of layers) {
    if (before.some(({ id, label }) => id === layer.id && label === layer.label)) continue;
    const own = layers.filter(({ id }) => id !== layer.id);
    const clash = nameClash(layer, { builtIn: outputLayers, published: formulaPresets, own });
    if (clash !== null) throw refuse(obstacleWords(clash, layer.label));
  }
}
