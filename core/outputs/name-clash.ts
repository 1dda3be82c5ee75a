import type { LayerDefinition } from './layer-definition.ts';

/** Whose name it is already: a built-in layer's, a published loss's, or that of another one of the experiment's own. */
export type NameClash = 'builtIn' | 'published' | 'own';

type Named = Pick<LayerDefinition, 'label'>;
type Formula = Named & { readonly activation?: string; readonly loss?: string };

/** Every layer that has a name beside the one in question. */
export interface NamedLayers {
  readonly builtIn: readonly Named[];
  readonly published: readonly Formula[];
  /** Others of the experiment's own. */
  readonly own: readonly Named[];
}

/** What two names look like to a reader: capitals, blanks and widths of letters tell none apart. */
const plain = ({ label }: Named): string =>
  label.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/**
 * Whose name an own layer would have; null where it is free. A published loss keeps its name with other parameters, and
 * loses it with another formula.
 */
export function nameClash(layer: Formula, { builtIn, published, own }: NamedLayers): NameClash | null {
  const has = (other: Named) => plain(other) === plain(layer);
  const isIt = ({ activation, loss }: Formula) => activation === layer.activation && loss === layer.loss;
  if (builtIn.some(has)) return 'builtIn';
  if (published.some((preset) => has(preset) && !isIt(preset))) return 'published';
  return own.some(has) ? 'own' : null;
}
