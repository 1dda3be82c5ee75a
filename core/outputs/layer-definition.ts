import * as v from 'valibot';
import { activationIds } from './activations/registry.ts';
import { layerLimits } from './layer-limits.ts';
import { readingIds } from './readings/registry.ts';

const text = (most: number) =>
  v.pipe(v.string('must be text'), v.maxLength(most, `must have at most ${most} characters`));
const finite = v.pipe(v.number('must be a number'), v.finite('must be finite'));
const id = v.pipe(
  v.string('must be text'),
  v.regex(/^[A-Za-z0-9-]{1,60}$/, `may have letters, digits and dashes only, at most ${layerLimits.id}`),
);
const label = v.pipe(text(layerLimits.label), v.regex(/\S/, 'must not be empty'));

/** A number of a formula that can be moved, with the ends of its slider. */
const parameter = v.pipe(
  v.strictObject({ value: finite, low: finite, high: finite }),
  v.check(({ low, high }) => low < high, 'must have a low end below its high end'),
  v.check(({ value, low, high }) => low <= value && value <= high, 'must have its value between both ends'),
);

/**
 * How the outputs are read as probabilities, where somebody chose it. Missing in experiments from before it could be chosen,
 * by the activation then, and of plug-ins that are read as they say themselves.
 */
const reading = v.optional(
  v.picklist(readingIds, `must be ${readingIds.map((name) => `'${name}'`).join(', ')}`),
);

/** A typed formula, as far as its form goes; whether its text is a loss, `checkDefinitions` says. */
export const formulaSchema = v.strictObject({
  kind: v.literal('formula'),
  /** Letters, digits and dashes; unique, and not an id of the registry. */
  id,
  /** Shown as text only. */
  label,
  activation: v.picklist(activationIds, `must be ${activationIds.map((name) => `'${name}'`).join(', ')}`),
  /** Text of the expression. */
  loss: text(layerLimits.loss),
  parameters: v.optional(
    v.pipe(
      v.record(text(layerLimits.parameterName), parameter),
      v.maxEntries(layerLimits.parameters, `may have at most ${layerLimits.parameters} parameters`),
    ),
    {},
  ),
  /** Where the loss is published; may be empty. */
  reference: v.optional(text(layerLimits.reference), ''),
  reading,
});

/** A loss from a JavaScript module, named by the SHA-256 of its source. */
const pluginSchema = v.strictObject({
  kind: v.literal('plugin'),
  id,
  label,
  /** Name of the file, without folders. */
  file: v.pipe(text(layerLimits.file), v.regex(/^[^/\\]+$/, 'must be a file name without folders')),
  /** Of `source` as UTF-8. */
  sha256: v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')),
  /** The module itself. */
  source: text(layerLimits.source),
  reading,
});

export const definitionSchema = v.variant('kind', [formulaSchema, pluginSchema]);

export const definitionsSchema = v.pipe(
  v.array(definitionSchema),
  v.maxLength(layerLimits.layers, `may list at most ${layerLimits.layers} layers`),
);

/** A number of a formula that can be moved. */
export type FormulaParameter = Readonly<v.InferOutput<typeof parameter>>;

/** A loss typed as a formula. Plain data: part of an experiment file. */
export type FormulaDefinition = Readonly<v.InferOutput<typeof formulaSchema>>;

export type PluginDefinition = Readonly<v.InferOutput<typeof pluginSchema>>;

/** An output layer that an experiment brings along; an arm names it by its id, as it names one of the registry. */
export type LayerDefinition = FormulaDefinition | PluginDefinition;
