import type { FormulaPreset } from './preset.ts';

/** −ln of a Poisson probability with rate e^y, without the term in t alone. */
export const poisson: FormulaPreset = {
  kind: 'formula',
  id: 'poisson',
  label: 'linear + Poisson',
  activation: 'linear',
  loss: 'exp(y) - t*y',
  parameters: {},
  // The mean of e^y − t y is least at e^y = p: y is the logarithm of the probability.
  reading: 'exponential',
  reference: 'McCullagh, Nelder, Generalized Linear Models, 2nd edition, 1989',
  about:
    'Each output is the logarithm of a rate: δ = e^y − t. In float32 it overflows where y grows beyond 88.',
};
