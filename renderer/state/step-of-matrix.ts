import type { DerivationPlace } from '../../core/derivation/derivation.ts';
import type { StepId } from '../../core/derivation/step-formulas.ts';
import type { ParameterName } from '../../core/network/weights.ts';
import type { CheckedEntry } from '../../core/probes/gradient-check.ts';

/** The step of the derivation in which the gradient of a matrix comes about; of the biases, that of what they add to. */
export const stepOfMatrix: Readonly<Record<ParameterName, StepId>> = {
  Why: 'dEdWhy',
  Whh: 'dEdWhh',
  Wxh: 'dEdWxh',
  by: 'dEdz',
  bh: 'dEdu',
};

/** The place of the derivation that an entry of a gradient is of. */
export function placeOfEntry({
  parameter,
  row,
  column,
}: Pick<CheckedEntry, 'parameter' | 'row' | 'column'>): Partial<DerivationPlace> {
  switch (parameter) {
    case 'Why':
      return { output: row, unit: column };
    case 'Whh':
      return { unit: row, from: column };
    case 'by':
      return { output: row };
    default:
      return { unit: row };
  }
}
