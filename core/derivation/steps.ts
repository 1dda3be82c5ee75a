import type { Words } from '../words/en.ts';
import type { Derivation } from './derivation.ts';
import { linesOf } from './step-lines.ts';
import { stepFormulas, stepIds, type StepFormula, type StepId } from './step-formulas.ts';
import type { StepLine } from './step-terms.ts';

/** One of the twelve steps: words, formulas, and the same line with this model's numbers. */
export interface DerivationStep {
  readonly id: StepId;
  readonly number: number;
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly formulas: readonly (StepFormula & { readonly spoken: string })[];
  readonly lines: readonly StepLine[];
}

/** All twelve steps in a language. */
export const derivationSteps = (derivation: Derivation, words: Words): DerivationStep[] =>
  stepIds.map((id) => derivationStep(derivation, id, words));

/** One step in a language. */
export function derivationStep(derivation: Derivation, id: StepId, words: Words): DerivationStep {
  const said = words.derivation.steps[id];
  return {
    id,
    number: stepIds.indexOf(id) + 1,
    name: said.name,
    title: said.title,
    text: said.text,
    formulas: stepFormulas[id].map((formula, k) => ({ ...formula, spoken: said.spoken[k] })),
    lines: linesOf(derivation, id),
  };
}
