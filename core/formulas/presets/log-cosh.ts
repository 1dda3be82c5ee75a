import type { FormulaPreset } from './preset.ts';

/** ln cosh(y − t): about ½ e² near 0 and |e| − ln 2 far from it. */
export const logCosh: FormulaPreset = {
  kind: 'formula',
  id: 'log-cosh',
  label: 'linear + log-cosh',
  activation: 'linear',
  loss: 'logcosh(y - t)',
  parameters: {},
  reference: 'Green, IEEE Transactions on Medical Imaging 9, 1990',
  about: 'A smooth Huber loss: δ is tanh of the error.',
};
