import type { FormulaPreset } from './preset.ts';

/** ln cosh(y − t): about ½ e² near 0 and |e| − ln 2 far from it. */
export const logCosh: FormulaPreset = {
  kind: 'formula',
  id: 'log-cosh',
  label: 'linear + log-cosh',
  activation: 'linear',
  loss: 'logcosh(y - t)',
  parameters: {},
  // Least within a few hundredths of the probabilities: (1 − p) tanh y = p tanh(1 − y).
  reading: 'clipped',
  reference: 'Green, IEEE Transactions on Medical Imaging 9, 1990',
  about: 'A smooth Huber loss: δ is tanh of the error.',
};
