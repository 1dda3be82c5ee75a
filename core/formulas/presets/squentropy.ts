import type { FormulaPreset } from './preset.ts';

/** Cross-entropy, and the mean square of the logits that are not the target's. */
export const squentropy: FormulaPreset = {
  kind: 'formula',
  id: 'squentropy',
  label: 'softmax + squentropy',
  activation: 'softmax',
  loss: '-log(target(y)) + sum((1-t)*z^2)/(V-1)',
  parameters: {},
  // As its authors read it; the square term draws the other logits towards 0, away from the probabilities.
  reading: 'softmax',
  reference: 'Hui, Belkin, Wright, ICML 2023, arXiv 2302.03952',
  about: 'Cross-entropy plus the average square of the other logits.',
};
