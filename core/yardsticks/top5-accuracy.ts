import { guess, type Yardstick } from './yardstick.ts';

/** Share of positions at which the target is among the five largest outputs y. */
export const top5Accuracy = {
  id: 'top5Accuracy',
  label: 'top-5 accuracy',
  short: 'top-5',
  plain: 'Top 5',
  name: 'top5',
  unit: 'share of characters',
  amount: 'in top-5 accuracy',
  said: { digits: 3, words: (value) => `${value} of characters among the first five` },
  better: 'higher',
  digits: 3,
  bounds: { low: 0, high: 1 },
  ofProbabilities: false,
  of: ({ before }) => (before < 5 ? 1 : 0),
  per: 1,
  baselines: ({ distinct: V }) => [{ ...guess, value: Math.min(1, 5 / V) }],
  firstTarget: 0.5,
  drawnInReport: false,
  smallest: 0.002,
} as const satisfies Yardstick;
