import { accuracy } from './accuracy.ts';
import { guess, type Yardstick } from './yardstick.ts';

/** Share of positions at which the target is among the five largest outputs y. */
export const top5Accuracy = {
  ...accuracy,
  id: 'top5Accuracy',
  label: 'top-5 accuracy',
  short: 'top-5',
  plain: 'Top 5',
  name: 'top5',
  amount: 'in top-5 accuracy',
  said: { digits: 3, words: (value) => `${value} of characters among the first five` },
  of: ({ before }) => (before < 5 ? 1 : 0),
  baselines: ({ distinct: V }) => [{ ...guess, value: Math.min(1, 5 / V) }],
  drawnInReport: false,
} as const satisfies Yardstick;
