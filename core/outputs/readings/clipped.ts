import { divided, type OutputReading } from './output-reading.ts';

/** q = max(y, 0) / Σ max(y, 0) */
export const clippedReading = {
  id: 'clipped',
  short: 'cut off at 0',
  label: 'shares of y, cut off at 0',
  probabilities: true,
  plain: 'q = max(y, 0) / Σ max(y, 0), uniform if all y ≤ 0',
  tex: 'q = \\max(y, 0) / \\textstyle\\sum \\max(y, 0)',
  torch: 'shares(y.clamp(min=0))',
  onnx: { steps: [{ op: 'Relu' }], shared: true },
  from: 'y',
  shares: 'outputs',
  vanishes: false,
  about:
    'For a loss whose least value is at the probabilities themselves, as quadratic and cross-entropy losses have it (Richard & Lippmann 1991).',
  read(_z, y, q) {
    let sum = 0;
    let clipped = false;
    for (let i = 0; i < y.length; i++) {
      const yi = y[i];
      if (yi < 0) clipped = true;
      q[i] = yi > 0 ? yi : 0;
      sum += q[i];
    }
    divided(q, sum);
    return clipped;
  },
} as const satisfies OutputReading;
