import { checkDelta, sizesFor, type DeltaCheck } from '../formulas/checks/check-delta.ts';
import { formulaFacts } from '../formulas/facts.ts';
import { formulaLayer } from '../formulas/formula-layer.ts';
import type { LayerMatch } from '../outputs/match.ts';
import { readingSentence, type LayerReading } from '../outputs/readings/registry.ts';
import type { FormulaDefinition, LayerDefinition, PluginDefinition } from '../outputs/layer-definition.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { defaultClamp, outputLayers } from '../outputs/registry.ts';

/** How the outputs of a layer are read as probabilities. */
export interface ReadingInfo {
  /** `unknown`: of a plug-in that was not loaded, and in reports from before readings were chosen. */
  readonly id: LayerReading | 'unknown';
  /** With the formula and why, a sentence. */
  readonly words: string;
}

/** Of a layer in a report from before readings were chosen. */
export const readingUnsaid: ReadingInfo = {
  id: 'unknown',
  words: 'Read by its activation, as before readings were chosen.',
};

/** What is known of a layer that an experiment brings along, beside what every layer has. */
interface OwnLayerFacts {
  readonly kind: LayerDefinition['kind'];
  /** Matched, σ′ stays or other, in a sentence. */
  readonly pairing: string;
  /** δ held against differences of E: the worst relative error, NaN where nothing could be checked; null: not checked. */
  readonly check: { readonly confirmed: boolean; readonly worst: number } | null;
  /** What a person should know before training with it, a sentence each. */
  readonly warnings: readonly string[];
}

/** An output layer without its functions: what a screen or a report says of it. */
export interface OutputLayerInfo {
  readonly id: string;
  readonly label: string;
  readonly activation: string;
  readonly loss: string;
  readonly formula: string;
  readonly delta: string;
  readonly match: LayerMatch;
  readonly reference: string;
  readonly reading: ReadingInfo;
  /** The clamp ε a new arm starts with; null for layers that need none. */
  readonly defaultClamp: number | null;
  /** Null for a layer of the registry. */
  readonly own: OwnLayerFacts | null;
}

/** The layers of the registry. */
export const registryInfos: readonly OutputLayerInfo[] = (outputLayers as readonly OutputLayer[]).map(
  (layer) => {
    const { id, label, activation, loss, formula, delta, match, reference } = layer;
    const reading = { id: layer.reading, words: readingSentence(layer.reading, '') };
    const clamp = defaultClamp(layer);
    return {
      ...{ id, label, activation, loss, formula, delta, match, reference, reading },
      defaultClamp: clamp,
      own: null,
    };
  },
);

/**
 * What is known of a layer from its definition.
 * @param V outputs of the text, at which δ is checked too; null where there is none
 */
export function ownLayerInfo(definition: LayerDefinition, V: number | null = null): OutputLayerInfo {
  return definition.kind === 'formula' ? formulaInfo(definition, V) : pluginInfo(definition);
}

/** A formula is differentiated and checked for it, which takes some milliseconds. */
function formulaInfo(definition: FormulaDefinition, V: number | null): OutputLayerInfo {
  const { kind, id, label, activation, loss, reference } = definition;
  const facts = formulaFacts(definition);
  const { confirmed, worst } = facts.check;
  // What the check of the text finds is told where the quick one has found nothing.
  const there = confirmed ? checkDelta(formulaLayer(definition), sizesFor(V)) : null;
  return {
    ...{ id, label, activation, loss, reference },
    formula: facts.loss.plain,
    delta: facts.delta.plain,
    match: facts.match,
    reading: { id: facts.reading.id, words: facts.reading.words },
    defaultClamp: null,
    own: {
      kind,
      pairing: facts.pairing,
      check: there
        ? { confirmed: there.confirmed, worst: Math.max(worst, there.worst) }
        : { confirmed, worst },
      warnings: [
        ...facts.warnings.map(({ message }) => message),
        ...(there && !there.confirmed ? notConfirmed(there) : []),
      ],
    },
  };
}

/** Why δ was not confirmed, a sentence each. */
export function notConfirmed({ problems }: DeltaCheck): string[] {
  return problems.map((problem) => `The gradient check did not confirm δ. ${problem}`);
}

/** A plug-in says no more of itself before it is loaded. */
function pluginInfo({ kind, id, label, file, reading }: PluginDefinition): OutputLayerInfo {
  return {
    ...{ id, label },
    activation: 'plug-in',
    loss: 'plug-in',
    formula: `E of ${file}`,
    delta: `δ of ${file}`,
    match: 'other',
    reference: '',
    reading: reading
      ? { id: reading, words: readingSentence(reading, 'as chosen') }
      : { id: 'unknown', words: 'Read as the plug-in says, once it is loaded.' },
    defaultClamp: null,
    own: { kind, pairing: 'Known once the plug-in is loaded.', check: null, warnings: [] },
  };
}

/** The same under the labels that an experiment has for its layers: they may have changed since. */
export const underLabels = (
  infos: readonly OutputLayerInfo[],
  layers: readonly LayerDefinition[],
): OutputLayerInfo[] =>
  infos.map((info) => ({ ...info, label: layers.find(({ id }) => id === info.id)?.label ?? info.label }));

/** The warnings of those layers that are named, each a sentence that begins with its layer. */
export function warningsOf(infos: readonly OutputLayerInfo[], ids: readonly string[]): string[] {
  return infos
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id, own }) => (own?.warnings ?? []).map((warning) => `${id}: ${warning}`));
}

/** Every layer that an experiment may name: those of the registry, then its own. */
export function layerInfos(own: readonly LayerDefinition[], V: number | null = null): OutputLayerInfo[] {
  return [...registryInfos, ...own.map((definition) => ownLayerInfo(definition, V))];
}
