import { guess, type Yardstick } from './yardstick.ts';

/** Share of positions at which the target has the largest output y; needs no reading as probabilities. */
export const accuracy = {
  id: 'accuracy',
  label: 'top-1 accuracy',
  short: 'acc.',
  plain: 'Accuracy',
  name: 'accuracy',
  unit: 'share of characters',
  amount: 'in top-1 accuracy',
  said: { digits: 3, words: (value) => `${value} of characters right` },
  better: 'higher',
  digits: 3,
  bounds: { low: 0, high: 1 },
  ofProbabilities: false,
  of: ({ before }) => (before < 1 ? 1 : 0),
  per: 1,
  baselines: ({ distinct: V }, measured) => [
    { ...guess, value: 1 / V },
    ...(measured
      ? [{ by: 'characters' as const, label: 'the most frequent', value: measured.mostFrequentAccuracy }]
      : []),
  ],
  firstTarget: 0.5,
  drawnInReport: true,
  smallest: 0.002,
} as const satisfies Yardstick;
