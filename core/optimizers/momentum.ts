import type { Optimizer } from './optimizer.ts';

/**
 * SGD with momentum: v ← μ v + g, w ← w − η v. As in PyTorch there is no damping, and the first v is g (0 · μ + g).
 */
export const momentum = {
  id: 'momentum',
  label: 'Momentum',
  formula: 'v ← μ v + g;  w ← w − η v',
  reference: 'Polyak 1964; Sutskever et al., ICML 2013',
  torch: 'torch.optim.SGD(parameters, rate, momentum=s["momentum"])',
  defaults: { momentum: 0.9 },
  ranges: { momentum: { low: 0, below: 1 } },
  defaultRate: 0.01,
  init: (like) => ({ step: 0, vectors: { velocity: like.slice().fill(0) } }),
  update(parameters, gradients, state, rate, { momentum: mu }) {
    const v = state.vectors['velocity'];
    state.step++;
    for (let i = 0; i < parameters.length; i++) {
      v[i] = mu * v[i] + gradients[i];
      parameters[i] = parameters[i] - rate * v[i];
    }
  },
} as const satisfies Optimizer;
