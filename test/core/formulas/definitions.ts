import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';

/** A formula with nothing beside what matters to a test. */
export function formula(
  activation: FormulaDefinition['activation'],
  loss: string,
  parameters: Readonly<Record<string, number>> = {},
): FormulaDefinition {
  return {
    kind: 'formula',
    id: 'own',
    label: 'own',
    activation,
    loss,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, { value, low: 0, high: 10 }]),
    ),
    reference: '',
  };
}
