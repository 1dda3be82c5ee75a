import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import { formulaLayer } from '../formulas/formula-layer.ts';
import { activationIds } from '../outputs/activations/registry.ts';
import type { FormulaDefinition, LayerDefinition, PluginDefinition } from '../outputs/layer-definition.ts';
import { outputLayers } from '../outputs/registry.ts';
import { readingIds } from '../outputs/readings/registry.ts';
import { layerLimits } from '../outputs/layer-limits.ts';

const text = (most: number) =>
  v.pipe(v.string('must be text'), v.maxLength(most, `must have at most ${most} characters`));
const finite = v.pipe(v.number('must be a number'), v.finite('must be finite'));
const id = v.pipe(
  v.string('must be text'),
  v.regex(/^[A-Za-z0-9-]{1,60}$/, `may have letters, digits and dashes only, at most ${layerLimits.id}`),
);
const label = v.pipe(text(layerLimits.label), v.regex(/\S/, 'must not be empty'));

const parameter = v.pipe(
  v.strictObject({ value: finite, low: finite, high: finite }),
  v.check(({ low, high }) => low < high, 'must have a low end below its high end'),
  v.check(({ value, low, high }) => low <= value && value <= high, 'must have its value between both ends'),
);

const reading = v.optional(
  v.picklist(readingIds, `must be ${readingIds.map((name) => `'${name}'`).join(', ')}`),
);

/** A typed formula, as far as its form goes; whether its text is a loss, `checkDefinitions` says. */
export const formulaSchema = v.strictObject({
  kind: v.literal('formula'),
  id,
  label,
  activation: v.picklist(activationIds, `must be ${activationIds.map((name) => `'${name}'`).join(', ')}`),
  loss: text(layerLimits.loss),
  parameters: v.optional(
    v.pipe(
      v.record(text(layerLimits.parameterName), parameter),
      v.maxEntries(layerLimits.parameters, `may have at most ${layerLimits.parameters} parameters`),
    ),
    {},
  ),
  reference: v.optional(text(layerLimits.reference), ''),
  reading,
});

const pluginSchema = v.strictObject({
  kind: v.literal('plugin'),
  id,
  label,
  file: v.pipe(text(layerLimits.file), v.regex(/^[^/\\]+$/, 'must be a file name without folders')),
  sha256: v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')),
  source: text(layerLimits.source),
  reading,
});

export const definitionSchema = v.variant('kind', [formulaSchema, pluginSchema]);

export const definitionsSchema = v.pipe(
  v.array(definitionSchema),
  v.maxLength(layerLimits.layers, `may list at most ${layerLimits.layers} layers`),
);

/**
 * What the schema cannot say: ids that differ and are none of the registry, formulas that are losses, sources that have
 * the hash they are named by.
 * @param refuse makes the error of a field, e.g. `layers[1].id`
 * @throws what `refuse` makes; LabError `bad-formula` that names the field and the place in its text
 */
export function checkDefinitions(
  definitions: readonly LayerDefinition[],
  refuse: (field: string, problem: string) => LabError,
): void {
  const ids = new Set<string>();
  definitions.forEach((definition, i) => {
    const field = `layers[${i}]`;
    if (outputLayers.some((layer) => layer.id === definition.id))
      throw refuse(`${field}.id`, `'${definition.id}' is the id of a built-in layer`);
    if (ids.has(definition.id)) throw refuse(`${field}.id`, `'${definition.id}' is used twice`);
    ids.add(definition.id);
    if (definition.kind === 'formula') checkFormula(definition, field);
    else checkSource(definition, field, refuse);
  });
}

function checkFormula(definition: FormulaDefinition, field: string): void {
  try {
    formulaLayer(definition);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(error.code, `${field}.loss: ${error.message}`, error.next);
  }
}

function checkSource(
  { source, sha256 }: PluginDefinition,
  field: string,
  refuse: (field: string, problem: string) => LabError,
): void {
  const bytes = utf8ToBytes(source);
  if (bytes.length > layerLimits.source)
    throw refuse(`${field}.source`, `has ${bytes.length} bytes; at most ${layerLimits.source} are taken`);
  if (bytesToHex(digest(bytes)) !== sha256)
    throw refuse(`${field}.sha256`, 'is not the SHA-256 of its source');
}
