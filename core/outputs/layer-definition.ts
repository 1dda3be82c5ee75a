import type { ActivationId } from './activations/registry.ts';
import type { ReadingId } from './readings/registry.ts';

/** A number of a formula that can be moved. */
export interface FormulaParameter {
  readonly value: number;
  /** Ends of its slider. */
  readonly low: number;
  readonly high: number;
}

/** A loss typed as a formula. Plain data: part of an experiment file. */
export interface FormulaDefinition {
  readonly kind: 'formula';
  /** Letters, digits and dashes; unique, and not an id of the registry. */
  readonly id: string;
  /** Shown as text only. */
  readonly label: string;
  readonly activation: ActivationId;
  /** Text of the expression. */
  readonly loss: string;
  readonly parameters: Readonly<Record<string, FormulaParameter>>;
  /** Where the loss is published; may be empty. */
  readonly reference: string;
  /**
   * How the outputs are read as probabilities. Missing in experiments from before it was chosen: by the activation, as
   * they were read then.
   */
  readonly reading?: ReadingId | undefined;
}

/** A loss from a JavaScript module, named by the SHA-256 of its source. */
export interface PluginDefinition {
  readonly kind: 'plugin';
  readonly id: string;
  readonly label: string;
  /** Name of the file, without folders. */
  readonly file: string;
  /** Of `source` as UTF-8, 64 hexadecimal digits. */
  readonly sha256: string;
  /** The module itself, at most 256 KiB. */
  readonly source: string;
  /** How the outputs are read as probabilities, where somebody chose it; else as the module says. */
  readonly reading?: ReadingId | undefined;
}

/** An output layer that an experiment brings along; an arm names it by its id, as it names one of the registry. */
export type LayerDefinition = FormulaDefinition | PluginDefinition;
