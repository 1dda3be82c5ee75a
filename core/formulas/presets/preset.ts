import type { FormulaDefinition } from '../../outputs/layer-definition.ts';

/** A published loss, ready to be used or changed: a definition, and what it is in a sentence. */
export interface FormulaPreset extends FormulaDefinition {
  readonly about: string;
}
