import type { Vector } from './output-layer.ts';

/** An activation y = f(z) with its backward pass, as the chain rule wants it. */
export interface Activation {
  readonly id: 'linear' | 'sigmoid' | 'softmax' | 'tanh-scaled';
  /** y = f(z). `y` may be `z` itself. */
  forward(z: Vector, y: Vector): void;
  /**
   * δ = ∂E/∂z from ∂E/∂y: the transposed Jacobian of f, at y = f(z), times the vector.
   * `delta` may be `gradient` itself.
   */
  backward(y: Vector, gradient: Vector, delta: Vector): void;
  /** The bias at which every output is 1/V when all else is 0; 0 where there is none. */
  uniformBias(vocabulary: number): number;
}

/** σ(z) = 1/(1 + e^{−z}), with e to a negative power only: neither tail overflows. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

export const linear: Activation = {
  id: 'linear',
  forward(z, y) {
    if (y !== z) y.set(z);
  },
  backward(_y, gradient, delta) {
    if (delta !== gradient) delta.set(gradient);
  },
  uniformBias: (vocabulary) => 1 / vocabulary,
};

export const logistic: Activation = {
  id: 'sigmoid',
  forward(z, y) {
    for (let i = 0; i < z.length; i++) y[i] = sigmoid(z[i]);
  },
  // σ′(z) = y (1 − y)
  backward(y, gradient, delta) {
    for (let i = 0; i < y.length; i++) delta[i] = gradient[i] * y[i] * (1 - y[i]);
  },
  // σ(b) = 1/V at b = −ln(V − 1); with V = 1 no finite bias gives 1.
  uniformBias: (vocabulary) => (vocabulary > 1 ? -Math.log(vocabulary - 1) : 0),
};

export const softmax: Activation = {
  id: 'softmax',
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
  uniformBias: () => 0,
};

/** Height and slope of the scaled tanh: f(1) = 1 and f(−1) = −1, and its slope changes least there. */
export const tanhHeight = 1.7159;
export const tanhSlope = 2 / 3;

/**
 * y = 1.7159 tanh(⅔ z) (LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, § 4.4). It leaves (0, 1) on both sides, so its
 * outputs are read as those of a linear layer are: what is below 0 counts as 0.
 */
export const scaledTanh: Activation = {
  id: 'tanh-scaled',
  forward(z, y) {
    for (let i = 0; i < z.length; i++) y[i] = tanhHeight * Math.tanh(tanhSlope * z[i]);
  },
  // y′ = h s (1 − (y/h)²)
  backward(y, gradient, delta) {
    for (let i = 0; i < y.length; i++) {
      const share = y[i] / tanhHeight;
      delta[i] = gradient[i] * tanhHeight * tanhSlope * (1 - share) * (1 + share);
    }
  },
  uniformBias: (vocabulary) => Math.atanh(1 / (vocabulary * tanhHeight)) / tanhSlope,
};
