import type { PluginInspection } from '../contract/plugin-data.ts';
import { ownLayerInfo, type OutputLayerInfo } from '../layers/layer-info.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import { matchWords } from '../outputs/match.ts';
import { readingSentence } from '../outputs/readings/registry.ts';

/**
 * What is known of layers that an experiment brings along, worked out once for each: a formula is differentiated and
 * checked for it, and most changes of an experiment leave its layers as they are.
 * @param inspections what plug-ins have said of themselves, by SHA-256; grows as they are loaded
 */
export function rememberedInfos(
  inspections: ReadonlyMap<string, PluginInspection>,
): (layers: readonly LayerDefinition[]) => readonly OutputLayerInfo[] {
  let known = new Map<string, OutputLayerInfo>();
  let last: readonly LayerDefinition[] = [];
  let infos: readonly OutputLayerInfo[] = [];
  let inspected = 0;
  return (layers) => {
    if (layers === last && inspections.size === inspected) return infos;
    inspected = inspections.size;
    const entries = layers.map((layer) => {
      const key = JSON.stringify(layer);
      return [key, known.get(key) ?? ownLayerInfo(layer)] as const;
    });
    known = new Map(entries);
    last = layers;
    infos = layers.map((layer, i) => {
      const said = layer.kind === 'plugin' ? inspections.get(layer.sha256) : undefined;
      return said ? inspectedInfo(entries[i]![1], said) : entries[i]![1];
    });
    return infos;
  };
}

/** The same of a plug-in that was loaded once. */
function inspectedInfo(info: OutputLayerInfo, inspection: PluginInspection): OutputLayerInfo {
  const { activation, formula, delta, match, matched, reference, reading, check } = inspection;
  const size = Number.isNaN(check.worst)
    ? 'its loss is finite at none of the points that were tried'
    : `the worst relative error is ${check.worst.toExponential(1)}`;
  return {
    ...info,
    activation,
    formula,
    delta,
    match,
    reference,
    // What its definition chose counts.
    reading:
      info.reading.id === 'unknown'
        ? { id: reading, words: readingSentence(reading, reading === 'own' ? '' : 'as the plug-in says') }
        : info.reading,
    own: {
      kind: 'plugin',
      pairing: `${matchWords[match].about}, at every point that was tried.`,
      check,
      warnings: [
        ...(check.confirmed ? [] : [`The gradient check did not confirm δ: ${size}.`]),
        ...(matched && match !== 'matched'
          ? ['The plug-in says that it is matched, but its δ is no multiple of y − t.']
          : []),
      ],
    },
  };
}
