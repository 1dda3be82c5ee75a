import type { Optimizer } from './optimizer.ts';

/** Adagrad: s ← s + g², w ← w − η g / (√s + ε). The sums start at 0; ε stands outside the root, as in PyTorch. */
export const adagrad = {
  id: 'adagrad',
  label: 'Adagrad',
  formula: 's ← s + g²;  w ← w − η g / (√s + ε)',
  reference: 'Duchi, Hazan, Singer, JMLR 2011',
  torch: 'torch.optim.Adagrad(parameters, rate, eps=s["epsilon"])',
  defaults: { epsilon: 1e-10 },
  ranges: { epsilon: { low: 0, below: Infinity } },
  defaultRate: 0.1,
  init: (like) => ({ step: 0, vectors: { squares: like.slice().fill(0) } }),
  update(parameters, gradients, state, rate, { epsilon }) {
    const s = state.vectors['squares'];
    state.step++;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i];
      s[i] = s[i] + g * g;
      parameters[i] = parameters[i] - (rate * g) / (Math.sqrt(s[i]) + epsilon);
    }
  },
} as const satisfies Optimizer;
