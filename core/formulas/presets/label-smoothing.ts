import type { FormulaPreset } from './preset.ts';

/** Cross-entropy with the target (1 − ε) t + ε/V. */
export const labelSmoothing: FormulaPreset = {
  kind: 'formula',
  id: 'label-smoothing',
  label: 'softmax + label-smoothed cross-entropy',
  activation: 'softmax',
  loss: '-((1-ε)*t + ε/V) * log(y)',
  parameters: { ε: { value: 0.1, low: 0, high: 0.5 } },
  // Least at (1 − ε) p + ε/V: the probabilities, smoothed as its targets are.
  reading: 'softmax',
  reference: 'Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, CVPR 2016, arXiv 1512.00567',
  about:
    'Cross-entropy with a little of the target spread over all characters: its outputs are the probabilities, smoothed by ε.',
  ends: { ε: '0 is cross-entropy; at 0.5 half of the target is spread over all characters' },
};
