import { guess, type Yardstick } from './yardstick.ts';

/** Σ_i (p_i − t_i)², averaged over positions (Gneiting, Raftery 2007): a proper score, and a quadratic loss. */
export const brier = {
  id: 'brier',
  label: 'Brier score',
  short: 'Brier',
  plain: 'Brier',
  name: 'brier',
  unit: 'Σ (p − t)² per character',
  amount: 'in Brier score',
  said: { digits: 3, words: (value) => `a Brier score of ${value}` },
  better: 'lower',
  digits: 3,
  bounds: { low: 0, high: 2 },
  ofProbabilities: true,
  // Σ_i (p_i − t_i)² = Σ p_i² − 2 p_target + 1
  of: ({ target, squares }) => squares - 2 * target + 1,
  per: 1,
  baselines: ({ distinct: V }) => [{ ...guess, value: 1 - 1 / V }],
  firstTarget: 0.5,
  drawnInReport: true,
  smallest: 0.002,
} as const satisfies Yardstick;
