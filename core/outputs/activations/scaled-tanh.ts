import { flatSlope, type Activation } from './activation.ts';

/** Height and slope of the scaled tanh: f(1) = 1 and f(−1) = −1, and its slope changes least there. */
export const tanhHeight = 1.7159;
export const tanhSlope = 2 / 3;

// 1 − (y/h)² < 0.05 where |y| > h √0.95.
const flatBeyond = tanhHeight * Math.sqrt(1 - flatSlope);

/**
 * y = 1.7159 tanh(⅔ z) (LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, § 4.4). It leaves (0, 1) on both sides, so its
 * outputs are read as those of a linear layer are: what is below 0 counts as 0.
 */
export const scaledTanh = {
  id: 'tanh-scaled',
  plain: `y = ${tanhHeight} tanh(⅔ z)`,
  tex: `y = ${tanhHeight} \\tanh(\\tfrac{2}{3} z)`,
  expression: 'scaledtanh(z)',
  torch: `${tanhHeight} * torch.tanh(2 / 3 * z)`,
  onnx: [{ op: 'Mul', by: tanhSlope }, { op: 'Tanh' }, { op: 'Mul', by: tanhHeight }],
  forward(z, y) {
    for (let i = 0; i < z.length; i++) y[i] = tanhHeight * Math.tanh(tanhSlope * z[i]);
  },
  // y′ = h s (1 − (y/h)²)
  backward(y, gradient, delta) {
    for (let i = 0; i < y.length; i++) delta[i] = gradient[i] * scaledTanh.slope(y[i]);
  },
  slope(y) {
    const share = y / tanhHeight;
    return tanhHeight * tanhSlope * (1 - share) * (1 + share);
  },
  slopeFactors: [`2/3*(${tanhHeight} - y^2/${tanhHeight})`],
  slopeWords: { name: 'the slope of tanh', plain: `⅔ (${tanhHeight} − y²/${tanhHeight})` },
  range: [-tanhHeight, tanhHeight],
  identity: false,
  distribution: false,
  saturation: { of: 'outputs', low: -flatBeyond, high: flatBeyond },
  reading: 'clipped',
  uniformBias: (vocabulary) => Math.atanh(1 / (vocabulary * tanhHeight)) / tanhSlope,
} as const satisfies Activation;
