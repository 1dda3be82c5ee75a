import type { FormulaPreset } from './preset.ts';

/** −(1 − p)^γ ln p, p the output at the target; γ = 0 is cross-entropy. */
export const focal: FormulaPreset = {
  kind: 'formula',
  id: 'focal',
  label: 'softmax + focal',
  activation: 'softmax',
  loss: '-(1 - target(y))^γ * log(target(y))',
  parameters: { γ: { value: 2, low: 0, high: 5 } },
  // Not proper for γ > 0: its mean is least elsewhere than at the probabilities, though in the same order (Charoenphakdee, Vongkulbhakdi,
  // Chairatanakul, Sugiyama, CVPR 2021, arXiv 2011.09172). What is read is what it was trained to say.
  reading: 'softmax',
  reference: 'Lin, Goyal, Girshick, He, Dollár, ICCV 2017, arXiv 1708.02002',
  about:
    'Cross-entropy that counts less where the target is predicted well already: for γ > 0 its outputs are not quite the probabilities.',
  ends: { γ: '0 is cross-entropy; the larger, the less counts what is predicted well' },
};
