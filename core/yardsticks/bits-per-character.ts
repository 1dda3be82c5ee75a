import type { Yardstick } from './yardstick.ts';

/** −(1/N) Σ log₂ p(target) (Graves, arXiv 1308.0850): a proper score, and a cross-entropy, so that it favours such arms. */
export const bitsPerCharacter = {
  id: 'bitsPerCharacter',
  label: 'bits per character',
  short: 'bits/char',
  unit: 'bits',
  better: 'lower',
  digits: 3,
  bounds: { low: 0, high: Infinity },
  ofProbabilities: true,
  smallest: 0.01,
} as const satisfies Yardstick;
