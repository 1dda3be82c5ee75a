import type { Yardstick } from './yardstick.ts';

/** Share of positions at which the target has the largest output y; needs no reading as probabilities. */
export const accuracy = {
  id: 'accuracy',
  label: 'top-1 accuracy',
  short: 'acc.',
  unit: 'share of characters',
  better: 'higher',
  digits: 3,
  bounds: { low: 0, high: 1 },
  ofProbabilities: false,
  smallest: 0.002,
} as const satisfies Yardstick;
