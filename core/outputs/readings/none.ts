import type { OutputReading } from './output-reading.ts';

/** No probabilities: the loss orders the outputs, and no more. */
export const noReading = {
  id: 'none',
  short: 'none',
  label: 'no probabilities',
  probabilities: false,
  plain: 'no probabilities',
  tex: '\\text{no probabilities}',
  from: 'y',
  shares: 'any',
  vanishes: false,
  about:
    'For a margin loss (hinge), which only orders the outputs: no bits, no Brier score and no drawn text; accuracy stands.',
  read(_z, _y, q) {
    q.fill(NaN);
    return false;
  },
} as const satisfies OutputReading;
