import type { FormulaPreset } from './preset.ts';

/** Σ (y − t)² of a distribution: twice softmax + quadratic. */
export const brier: FormulaPreset = {
  kind: 'formula',
  id: 'brier',
  label: 'softmax + Brier',
  activation: 'softmax',
  loss: '(y - t)^2',
  parameters: {},
  // A proper score: least, on average, at the probabilities (Gneiting & Raftery 2007).
  reading: 'softmax',
  reference: 'Brier, Monthly Weather Review 78, 1950; Gneiting, Raftery, JASA 102, 2007',
  about: 'The Brier score itself, a proper scoring rule.',
};
