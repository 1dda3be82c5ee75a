import type { OutputLayer } from './output-layer.ts';
import { asDistribution, clippedAndNormalised, normalised } from './probabilities.ts';

/** How outputs are read as probabilities (science: outputs read as probabilities). */
export type ReadingId = 'softmax' | 'sigmoid' | 'clipped' | 'exponential' | 'none';

/** The rule of a reading that an activation comes with, from y alone. */
export const probabilitiesOf = {
  softmax: asDistribution,
  sigmoid: normalised,
  clipped: clippedAndNormalised,
} as const satisfies Readonly<Partial<Record<ReadingId, OutputLayer['probabilities']>>>;
