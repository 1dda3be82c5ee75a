import type { FormulaPreset } from './preset.ts';

/** ½ e² up to |e| = d, beyond it along its tangent. */
export const huber: FormulaPreset = {
  kind: 'formula',
  id: 'huber',
  label: 'linear + Huber',
  activation: 'linear',
  loss: 'where(abs(t-y) < d, (t-y)^2/2, d*(abs(t-y) - d/2))',
  parameters: { d: { value: 1, low: 0.05, high: 5 } },
  // With d ≥ 1 it is quadratic wherever 0 ≤ y ≤ 1, so least at the probabilities; a smaller d draws them towards 0 and 1.
  reading: 'clipped',
  reference: 'Huber, Annals of Mathematical Statistics 35, 1964',
  about:
    'Quadratic for small errors and linear for large ones: δ never leaves [−d, d]. With d below 1 its outputs are not quite the probabilities.',
  ends: { d: 'near 0 it counts |t − y|; from 1 on it is quadratic wherever 0 ≤ y ≤ 1' },
};
