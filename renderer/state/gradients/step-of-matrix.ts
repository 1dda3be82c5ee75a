import type { DerivationPlace } from '../../../core/derivation/derivation.ts';
import type { StepId } from '../../../core/derivation/step-formulas.ts';
import type { ParameterName } from '../../../core/network/weights.ts';
import type { CheckedEntry } from '../../../core/probes/gradient-check.ts';

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
  if (parameter === 'Why') return { output: row, unit: column };
  if (parameter === 'by') return { output: row };
  return parameter === 'Whh' ? { unit: row, from: column } : { unit: row };
}
