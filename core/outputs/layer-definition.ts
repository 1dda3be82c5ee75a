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
  readonly activation: 'linear' | 'sigmoid' | 'softmax' | 'tanh-scaled';
  /** Text of the expression. */
  readonly loss: string;
  readonly parameters: Readonly<Record<string, FormulaParameter>>;
  /** Where the loss is published; may be empty. */
  readonly reference: string;
}
