import type { FormulaPreset } from './preset.ts';

/** Σ over the other outputs of max(0, 1 − (y_target − y)), divided by V as PyTorch has it. */
export const multiClassHinge: FormulaPreset = {
  kind: 'formula',
  id: 'multi-class-hinge',
  label: 'linear + multi-class hinge',
  activation: 'linear',
  loss: 'sum(where(t == 0, max(0, m - target(y) + y), 0)) / V',
  parameters: { m: { value: 1, low: 0.1, high: 5 } },
  // A margin loss orders the outputs; how far apart they lie says nothing of the probabilities (Bartlett, Jordan, McAuliffe,
  // JASA 101, 2006; Zhang, Annals of Statistics 32, 2004).
  reading: 'none',
  reference: 'Weston, Watkins, ESANN 1999',
  about:
    'Every other output that comes closer to that of the target than the margin m costs its distance: it orders the outputs, which are no probabilities.',
  ends: { m: 'how far the target must be ahead: near 0 coming first is enough' },
};
