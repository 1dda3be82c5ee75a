import type { PluginInspection } from '../contract/plugin-data.ts';
import { notConfirmed, ownLayerInfo, type OutputLayerInfo } from '../layers/layer-info.ts';
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
): (layers: readonly LayerDefinition[], V: number | null) => readonly OutputLayerInfo[] {
  let known = new Map<string, OutputLayerInfo>();
  let last: readonly LayerDefinition[] = [];
  let infos: readonly OutputLayerInfo[] = [];
  let lastV: number | null = null;
  let said: readonly (PluginInspection | undefined)[] = [];
  return (layers, V) => {
    const now = layers.map((layer) => (layer.kind === 'plugin' ? inspections.get(layer.sha256) : undefined));
    if (layers === last && V === lastV && now.every((each, i) => each === said[i])) return infos;
    said = now;
    lastV = V;
    const entries = layers.map((layer) => {
      const key = JSON.stringify([layer, V]);
      return [key, known.get(key) ?? ownLayerInfo(layer, V)] as const;
    });
    known = new Map(entries);
    last = layers;
    infos = now.map((inspection, i) =>
      inspection ? inspectedInfo(entries[i][1], inspection) : entries[i][1],
    );
    return infos;
  };
}

/** The same of a plug-in that was loaded once. */
export function inspectedInfo(info: OutputLayerInfo, inspection: PluginInspection): OutputLayerInfo {
  const { activation, formula, delta, match, matched, reference, reading, check } = inspection;
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
        ? {
            id: reading,
            words: readingSentence(
              reading,
              reading === 'own' ? '' : 'as the plug-in says, or by its activation where it says nothing',
            ),
          }
        : info.reading,
    own: {
      kind: 'plugin',
      pairing: `${matchWords[match].about}, at every point that was tried.`,
      check: { confirmed: check.confirmed, worst: check.worst },
      warnings: [
        ...(check.confirmed ? check.problems : notConfirmed(check)),
        ...(check.wrongWay === null ? [] : [check.wrongWay]),
        ...(matched && match !== 'matched'
          ? ['The plug-in says that it is matched, but its δ is no multiple of y − t.']
          : []),
      ],
    },
  };
}
