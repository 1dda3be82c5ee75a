import type { Yardstick } from './yardstick.ts';

/** Σ_i (p_i − t_i)², averaged over positions (Gneiting, Raftery 2007): a proper score, and a quadratic loss. */
export const brier = {
  id: 'brier',
  label: 'Brier score',
  short: 'Brier',
  unit: 'Σ (p − t)² per character',
  better: 'lower',
  digits: 3,
  bounds: { low: 0, high: 2 },
  ofProbabilities: true,
  smallest: 0.002,
} as const satisfies Yardstick;
