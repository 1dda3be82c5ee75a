import { unknownName } from '../errors.ts';
import { formulaLayer } from '../formulas/formula-layer.ts';
import type { LayerDefinition, PluginDefinition } from '../outputs/layer-definition.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import { loadedPlugin } from '../outputs/known-plugins.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { LayerReading } from '../outputs/readings/registry.ts';
import { outputLayers, trainingForm } from '../outputs/registry.ts';

/**
 * The output layer that an arm names: one that its experiment brings along, else one of the registry. A formula is made
 * ready at every call, so callers keep the layer.
 * @throws LabError `unknown-name` that says what there is; `bad-formula`; `untrusted-plugin` for a plug-in that was not
 * loaded into this thread
 */
export function layerOf(own: readonly LayerDefinition[], id: string): OutputLayer {
  const definition = own.find((each) => each.id === id);
  if (definition?.kind === 'formula') return formulaLayer(definition);
  if (definition) return readAs(loadedPlugin(definition), definition.reading);
  const layer = outputLayers.find((each) => each.id === id);
  if (layer) return layer;
  throw unknownName('output layer', id, layerIds(own));
}

/** The same as it is trained: with its clamp where it needs one. @throws LabError `bad-experiment` for a wrong clamp */
export function trainingLayerOf(
  own: readonly LayerDefinition[],
  id: string,
  clamp: number | null,
): OutputLayer {
  return trainingForm(layerOf(own, id), clamp);
}

/** Every id that an arm may name. */
export function layerIds(own: readonly LayerDefinition[]): string[] {
  return [...outputLayers.map(({ id }) => id), ...own.map(({ id }) => id)];
}

/** Refuses an id that no arm may name. @throws LabError `unknown-name` that says what there is */
export function knownLayerId(own: readonly LayerDefinition[], id: string): string {
  const ids = layerIds(own);
  if (ids.includes(id)) return id;
  throw unknownName('output layer', id, ids);
}

/** A plug-in's layer, read as its definition chooses where it does. */
function readAs(layer: OutputLayer, reading: PluginDefinition['reading']): OutputLayer {
  return reading === undefined ? layer : { ...layer, reading };
}

/** How a layer that an arm may name is read as probabilities, as far as its definition says; undefined of a plug-in that does not. */
export function readingOfLayer(own: readonly LayerDefinition[], id: string): LayerReading | undefined {
  const definition = own.find((each) => each.id === id);
  if (!definition) return outputLayers.find((layer) => layer.id === id)?.reading;
  if (definition.reading !== undefined || definition.kind === 'plugin') return definition.reading;
  return activationOf(definition.activation).reading;
}
