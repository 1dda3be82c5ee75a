import * as v from 'valibot';
import { LabError, unknownName } from '../../../errors.ts';
import { fieldName } from '../../../experiments/files/parse-experiment.ts';
import { requireOwnNames } from '../../../experiments/files/required-names.ts';
import { FormulaError } from '../../../formulas/language/formula-error.ts';
import { formulaLayer } from '../../../formulas/formula-layer.ts';
import { withReading } from '../../../formulas/known-reading.ts';
import { formulaPresets } from '../../../formulas/presets/registry.ts';
import { checkDefinitions } from '../../../layers/check-definitions.ts';
import { layerLimits } from '../../../outputs/layer-limits.ts';
import { activationIds, isActivationId } from '../../../outputs/activations/registry.ts';
import {
  definitionSchema,
  type FormulaDefinition,
  type FormulaParameter,
  type LayerDefinition,
} from '../../../outputs/layer-definition.ts';
import { isReadingId, readingIds, type ReadingId } from '../../../outputs/readings/registry.ts';
import { outputLayers } from '../../../outputs/registry.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { isPluginFile, pluginOfFile } from '../own-layers/layer-files.ts';
import { MarkedError } from '../printed/marked-error.ts';

/** Options by which a command is given output layers of its own. */
export interface OwnLayerOptions {
  /** Ids of layers; those of published formulas may be among them. */
  readonly layers?: readonly string[];
  /** `name=activation(p=1): loss`, as typed. */
  readonly formula?: string[];
  readonly layerFile?: string[];
  /** `name=softmax`: how layers of its own are read as probabilities, as typed. */
  readonly reading?: string[];
  /** SHA-256 of plug-ins that are trusted in this command. */
  readonly trustPlugin?: string[];
}

/** Bytes of a file with layers: as many as an experiment may bring along, plug-ins included. */
const largestFile = layerLimits.layers * layerLimits.source;

const howTyped =
  "A formula is typed as name=activation: loss, e.g. 'mine=softmax: -log(target(y))', or with parameters as in 'mine=linear(d=0.5): where(abs(t-y)<d, (t-y)^2/2, d*(abs(t-y)-d/2))'.";

const wrong = (sentence: string) => new LabError('bad-argument', sentence, howTyped);

/**
 * A definition from `name=activation(p=1, q=2): loss`.
 * @throws LabError `bad-argument` for what stands before the colon; a MarkedError for the loss
 */
export function typedFormula(text: string): FormulaDefinition {
  const colon = text.indexOf(':');
  const head = /^\s*([^=\s]+)\s*=\s*([a-z-]+)\s*(?:\(([^)]*)\))?\s*$/u.exec(
    text.slice(0, Math.max(0, colon)),
  );
  if (colon < 0 || !head) throw wrong(`--formula '${text.slice(0, 80)}' has no name, activation and colon.`);
  const [, id, activation, parameters = ''] = head;
  if (!isActivationId(activation))
    throw wrong(`No activation '${activation}' for a formula. There are: ${activationIds.join(', ')}.`);
  const definition: FormulaDefinition = {
    kind: 'formula',
    id: id,
    label: id,
    activation,
    loss: text.slice(colon + 1).trim(),
    parameters: parametersOf(parameters),
    reference: '',
  };
  return withReading(checked(definition, `--formula ${id}`) as FormulaDefinition);
}

function parametersOf(text: string): Record<string, FormulaParameter> {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const entries = parts.map((part) => {
    const [, name, digits] = /^([^=\s]+)\s*=\s*(\S+)$/u.exec(part) ?? [];
    const value = Number(digits);
    if (name === undefined || !Number.isFinite(value))
      throw wrong(`The parameter '${part}' of a formula must look like d=0.5.`);
    return [name, { value, low: Math.min(0, 2 * value), high: Math.max(1, 2 * value) }] as const;
  });
  const twice = entries.find(([name], i) => entries.findIndex(([other]) => other === name) !== i);
  if (twice) throw wrong(`The parameter ${twice[0]} of a formula is given twice.`);
  return Object.fromEntries(entries);
}

/** A definition of outside, checked whole. @param where it comes from, for messages */
function checked(value: unknown, where: string): LayerDefinition {
  const result = v.safeParse(definitionSchema, labelled(value), { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    const field = issue.path ? `${fieldName(issue)} ` : '';
    throw new LabError('bad-argument', `${where}: ${field}${issue.message}.`);
  }
  const definition = result.output as LayerDefinition;
  if (definition.kind === 'formula')
    try {
      formulaLayer(definition);
    } catch (error) {
      if (error instanceof FormulaError) throw new MarkedError(where, definition.loss, error);
      throw error;
    }
  return definition;
}

/** A definition in a file needs no label of its own: its id will do. */
function labelled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('id' in value) || 'label' in value) return value;
  return { ...value, label: value.id };
}

/** Layers of a JSON file: one definition, or a list of them. */
async function layersOfFile(file: string): Promise<LayerDefinition[]> {
  const text = await readSmallFile(file, largestFile);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LabError(
      'bad-argument',
      `The layer file '${file}' is not valid JSON: ${(error as Error).message}`,
    );
  }
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.map((each, i) => {
    const definition = checked(
      each,
      Array.isArray(value) ? `layer ${i + 1} of '${file}'` : `the layer of '${file}'`,
    );
    return definition.kind === 'formula' ? withReading(definition) : definition;
  });
}

/** The published formulas that are named and not redefined. */
function presetsAmong(names: readonly string[], brought: readonly LayerDefinition[]): LayerDefinition[] {
  return formulaPresets.flatMap(({ about: _, ends: _ends, ...definition }) =>
    names.includes(definition.id) && !brought.some(({ id }) => id === definition.id) ? [definition] : [],
  );
}

const howRead = `--reading names a layer of your own and how it is read, e.g. --reading mine=none. There are: ${readingIds.join(', ')}.`;

/** The layers as `name=reading` chooses for some of them. @throws LabError `bad-argument`, `unknown-name` */
function readAs(own: readonly LayerDefinition[], choices: readonly string[]): LayerDefinition[] {
  const chosen = new Map<string, ReadingId>();
  for (const choice of choices) {
    const equals = choice.lastIndexOf('=');
    const [id, reading] = [choice.slice(0, Math.max(0, equals)).trim(), choice.slice(equals + 1).trim()];
    if (id === '' || !isReadingId(reading))
      throw new LabError('bad-argument', `--reading '${choice.slice(0, 80)}' is no choice.`, howRead);
    const builtIn = outputLayers.find((layer) => layer.id === id);
    if (builtIn)
      throw new LabError(
        'bad-argument',
        `--reading: ${id} is a built-in layer, which is always read as ${builtIn.reading}.`,
        'Type it as a formula to read it in another way.',
      );
    if (!own.some((layer) => layer.id === id))
      throw unknownName(
        'layer of your own',
        id,
        own.map((layer) => layer.id),
      );
    if (chosen.has(id)) throw new LabError('bad-argument', `--reading names ${id} twice.`, howRead);
    chosen.set(id, reading);
  }
  return own.map((layer) => {
    const reading = chosen.get(layer.id);
    return reading === undefined ? layer : { ...layer, reading };
  });
}

/**
 * The layers that the options of a command bring along: typed, from files, and published ones that `layers` names.
 * @throws LabError `bad-argument`, `bad-formula`
 */
export async function ownLayersOf({
  layers = [],
  formula = [],
  layerFile = [],
  trustPlugin = [],
  reading = [],
}: OwnLayerOptions): Promise<LayerDefinition[]> {
  const typed = formula.map(typedFormula);
  const files: LayerDefinition[] = [];
  for (const file of layerFile)
    files.push(...(isPluginFile(file) ? [await pluginOfFile(file, trustPlugin)] : await layersOfFile(file)));
  const brought = [...typed, ...files];
  const own = readAs([...brought, ...presetsAmong(layers, brought)], reading);
  if (own.length > layerLimits.layers)
    throw new LabError('bad-argument', `At most ${layerLimits.layers} layers can be brought along.`);
  checkDefinitions(own, (_, problem) => new LabError('bad-argument', `Own layers: ${problem}.`));
  requireOwnNames(own, [], (sentence) => new LabError('bad-argument', sentence));
  return own;
}
