import { sigmoid } from '../logistic.ts';
import { flatSlope, type Activation } from './activation.ts';

// y (1 − y) < 0.05 where |y − ½| > √(¼ − 0.05).
const flatBeyond = Math.sqrt(0.25 - flatSlope);

/** y = σ(z), entry by entry. */
export const logistic = {
  id: 'sigmoid',
  plain: 'y = σ(z)',
  tex: 'y = \\sigma(z)',
  expression: 'sigmoid(z)',
  torch: 'torch.sigmoid(z)',
  onnx: [{ op: 'Sigmoid' }],
  forward(z, y) {
    for (let i = 0; i < z.length; i++) y[i] = sigmoid(z[i]);
  },
  // σ′(z) = y (1 − y)
  backward(y, gradient, delta) {
    for (let i = 0; i < y.length; i++) delta[i] = gradient[i] * y[i] * (1 - y[i]);
  },
  slope: (y) => y * (1 - y),
  slopeFactors: ['y', '1-y'],
  slopeWords: { name: 'σ′', plain: 'y(1 − y)' },
  range: [0, 1],
  identity: false,
  distribution: false,
  saturation: { of: 'outputs', low: 0.5 - flatBeyond, high: 0.5 + flatBeyond },
  reading: 'sigmoid',
  // σ(b) = 1/V at b = −ln(V − 1); with V = 1 no finite bias gives 1.
  uniformBias: (vocabulary) => (vocabulary > 1 ? -Math.log(vocabulary - 1) : 0),
} as const satisfies Activation;
