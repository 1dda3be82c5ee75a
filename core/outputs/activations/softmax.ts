import type { Activation } from './activation.ts';

/** y_i = e^{z_i} / Σ_j e^{z_j} */
export const softmax = {
  id: 'softmax',
  plain: 'y = softmax(z)',
  tex: 'y = \\operatorname{softmax}(z)',
  expression: 'softmax(z)',
  torch: 'torch.softmax(z, -1)',
  onnx: [{ op: 'Softmax', attributes: { axis: -1 } }],
  // The largest logit is taken off first: the same result, and no power overflows.
  forward(z, y) {
    const V = z.length;
    let largest = -Infinity;
    for (let i = 0; i < V; i++) if (z[i] > largest) largest = z[i];
    let sum = 0;
    for (let i = 0; i < V; i++) {
      const e = Math.exp(z[i] - largest);
      y[i] = e;
      sum += e;
    }
    for (let i = 0; i < V; i++) y[i] = y[i] / sum;
  },
  // ∂y_j/∂z_i = y_j ([i = j] − y_i), so δ_i = y_i (g_i − Σ_j y_j g_j).
  backward(y, gradient, delta) {
    let mean = 0;
    for (let j = 0; j < y.length; j++) mean += y[j] * gradient[j];
    for (let i = 0; i < y.length; i++) delta[i] = y[i] * (gradient[i] - mean);
  },
  slope: (y) => y * (1 - y),
  slopeFactors: ['y'],
  slopeWords: { name: 'the slope of the softmax', plain: 'y(1 − y)' },
  range: [0, 1],
  identity: false,
  distribution: true,
  saturation: { of: 'steps', above: 0.95 },
  reading: 'softmax',
  uniformBias: () => 0,
} as const satisfies Activation;
