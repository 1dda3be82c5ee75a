import type { Optimizer } from './optimizer.ts';

/** Stochastic gradient descent: w ← w − η g. */
export const sgd = {
  id: 'sgd',
  label: 'SGD',
  formula: 'w ← w − η g',
  reference: 'Robbins, Monro 1951',
  torch: 'torch.optim.SGD(parameters, rate)',
  defaults: {},
  ranges: {},
  defaultRate: 0.1,
  init: () => ({ step: 0, vectors: {} }),
  update(parameters, gradients, state, rate) {
    state.step++;
    for (let i = 0; i < parameters.length; i++) parameters[i] = parameters[i] - rate * gradients[i];
  },
} as const satisfies Optimizer;
