import type { Optimizer } from './optimizer.ts';

/** RMSprop: s ← α s + (1 − α) g², w ← w − η g / (√s + ε). Not centred, no momentum, as PyTorch's default. */
export const rmsprop = {
  id: 'rmsprop',
  label: 'RMSprop',
  formula: 's ← α s + (1 − α) g²;  w ← w − η g / (√s + ε)',
  reference: 'Tieleman, Hinton, Coursera lecture 6.5, 2012',
  torch: 'torch.optim.RMSprop(parameters, rate, alpha=s["alpha"], eps=s["epsilon"])',
  defaults: { alpha: 0.99, epsilon: 1e-8 },
  ranges: { alpha: { low: 0, below: 1 }, epsilon: { low: 0, below: Infinity } },
  defaultRate: 0.002,
  init: (like) => ({ step: 0, vectors: { squares: like.slice().fill(0) } }),
  update(parameters, gradients, state, rate, { alpha, epsilon }) {
    const s = state.vectors['squares'];
    state.step++;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i];
      s[i] = alpha * s[i] + (1 - alpha) * g * g;
      parameters[i] = parameters[i] - (rate * g) / (Math.sqrt(s[i]) + epsilon);
    }
  },
} as const satisfies Optimizer;
