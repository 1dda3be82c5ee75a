import type { StepId } from '../../../core/derivation/step-formulas.ts';

/** What a step is of: one output, or one cell of a matrix, with the others' results beside it; the weight it changes. */
export interface Subject {
  readonly of: 'output' | 'cell';
  readonly weight?: 'Wxh' | 'Whh' | 'Why';
}
export const subjects: Readonly<Partial<Record<StepId, Subject>>> = {
  forward: { of: 'output', weight: 'Wxh' },
  losses: { of: 'output' },
  dEdy: { of: 'output' },
  dEdz: { of: 'output' },
  dEdWhy: { of: 'cell', weight: 'Why' },
  dEdh: { of: 'cell', weight: 'Why' },
  dEdu: { of: 'cell', weight: 'Whh' },
  dEdWxh: { of: 'cell', weight: 'Wxh' },
  dEdWhh: { of: 'cell', weight: 'Whh' },
  update: { of: 'cell', weight: 'Whh' },
};
