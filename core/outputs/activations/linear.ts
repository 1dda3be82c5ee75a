import type { Activation } from './activation.ts';

/** y = z */
export const linear = {
  id: 'linear',
  plain: 'y = z',
  tex: 'y = z',
  expression: 'z',
  torch: 'z',
  onnx: [{ op: 'Identity' }],
  forward(z, y) {
    if (y !== z) y.set(z);
  },
  backward(_y, gradient, delta) {
    if (delta !== gradient) delta.set(gradient);
  },
  slope: () => 1,
  slopeFactors: [],
  slopeWords: { name: 'the slope', plain: '1' },
  range: [-Infinity, Infinity],
  identity: true,
  distribution: false,
  saturation: null,
  reading: 'clipped',
  uniformBias: (vocabulary) => 1 / vocabulary,
} as const satisfies Activation;
