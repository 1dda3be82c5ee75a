import type { Yardstick } from './yardstick.ts';

/** Share of positions at which the target is among the five largest outputs y. */
export const top5Accuracy = {
  id: 'top5Accuracy',
  label: 'top-5 accuracy',
  short: 'top-5',
  unit: 'share of characters',
  better: 'higher',
  digits: 3,
  bounds: { low: 0, high: 1 },
  ofProbabilities: false,
  smallest: 0.002,
} as const satisfies Yardstick;
