import type { Optimizer } from './optimizer.ts';

/**
 * Adam: m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², and after step k
 * w ← w − η / (1 − β₁ᵏ) · m / (√s / √(1 − β₂ᵏ) + ε), PyTorch's order of the same terms.
 */
export const adam = {
  id: 'adam',
  label: 'Adam',
  formula: 'm ← β₁m + (1 − β₁)g;  s ← β₂s + (1 − β₂)g²;  w ← w − η m̂ / (√ŝ + ε)',
  reference: 'Kingma, Ba, ICLR 2015',
  torch: 'torch.optim.Adam(parameters, rate, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"])',
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  ranges: {
    beta1: { low: 0, below: 1 },
    beta2: { low: 0, below: 1 },
    epsilon: { low: 0, below: Infinity },
  },
  defaultRate: 0.002,
  init: (like) => ({ step: 0, vectors: { mean: like.slice().fill(0), squares: like.slice().fill(0) } }),
  update(parameters, gradients, state, rate, { beta1, beta2, epsilon }) {
    const m = state.vectors['mean'];
    const s = state.vectors['squares'];
    state.step++;
    const size = rate / (1 - beta1 ** state.step);
    const root = Math.sqrt(1 - beta2 ** state.step);
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      s[i] = beta2 * s[i] + (1 - beta2) * g * g;
      parameters[i] = parameters[i] - (size * m[i]) / (Math.sqrt(s[i]) / root + epsilon);
    }
  },
} as const satisfies Optimizer;
