import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LabError } from '../errors.ts';
import { formulaLayer } from '../formulas/formula-layer.ts';
import type { FormulaDefinition, LayerDefinition, PluginDefinition } from '../outputs/layer-definition.ts';
import { layerLimits } from '../outputs/layer-limits.ts';
import { outputLayers } from '../outputs/registry.ts';

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
