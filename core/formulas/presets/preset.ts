import type { FormulaDefinition } from '../../outputs/layer-definition.ts';
import type { ReadingId } from '../../outputs/readings/registry.ts';

/** A published loss, ready to be used or changed: a definition that says how it is read, and what it is in a sentence. */
export interface FormulaPreset extends FormulaDefinition {
  readonly reading: ReadingId;
  readonly about: string;
  /** What the ends of its parameters mean, a few words each, by their names. */
  readonly ends?: Readonly<Record<string, string>>;
}
