import type { Explanation } from './explanation.ts';

/** One explanation for each quantity of the gradient cards. */
export const explanations = {
  'delta-against-z': { title: 'δ against z', formulas: [], sentences: [] },
  'delta-map': { title: 'δ over a sequence', formulas: [], sentences: [] },
  'gradient-flow': { title: 'Gradient flow through time', formulas: [], sentences: [] },
  direction: { title: 'Direction: cosine between gradients', formulas: [], sentences: [] },
  'gradient-norms': { title: 'Gradient norms', formulas: [], sentences: [] },
  'gradient-histograms': { title: 'Histograms of ∂E/∂W', formulas: [], sentences: [] },
  'target-share': { title: 'Share of the target', formulas: [], sentences: [] },
  saturation: { title: 'Saturation', formulas: [], sentences: [] },
  'update-ratio': { title: 'Update-to-weight ratio', formulas: [], sentences: [] },
  'gradient-check': { title: 'Gradient check', formulas: [], sentences: [] },
  faults: { title: 'Faults put in on purpose', formulas: [], sentences: [] },
  'over-training': { title: 'Over training', formulas: [], sentences: [] },
} as const satisfies Record<string, Explanation>;

export type ExplanationId = keyof typeof explanations;
