import type { FormulaPreset } from './preset.ts';

/** The square loss with the target at M and weighed by k. With k = M = 1 it is the plain one. */
export const rescaledSquare: FormulaPreset = {
  kind: 'formula',
  id: 'rescaled-square',
  label: 'linear + rescaled square',
  activation: 'linear',
  loss: '(k*(target(y) - M)^2 + sum((1-t)*y^2)) / V',
  parameters: { k: { value: 1, low: 1, high: 30 }, M: { value: 1, low: 1, high: 60 } },
  // Least at y = k M p/(1 + (k − 1) p): with k = 1 a multiple of the probabilities, with a larger k bent upwards.
  reading: 'clipped',
  reference: 'Hui, Belkin, ICLR 2021, arXiv 2006.07322',
  about:
    'The square loss with a heavier and higher target, for many characters; k and M are for you to choose. With k above 1 its outputs are no multiple of the probabilities.',
  ends: {
    k: '1 weighs the target as the others; the larger, the more it counts',
    M: 'where the output of the target is drawn to: 1 is the plain square',
  },
};
