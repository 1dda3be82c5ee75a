import type { Yardstick } from './yardstick.ts';

/** −(1/N) Σ log₂ p(target) (Graves, arXiv 1308.0850): a proper score, and a cross-entropy, so that it favours such arms. */
export const bitsPerCharacter = {
  id: 'bitsPerCharacter',
  label: 'bits per character',
  short: 'bits/char',
  plain: 'Bits',
  name: 'bits',
  unit: 'bits',
  amount: 'bits per character',
  said: { digits: 2, words: (value) => `${value} bits a character` },
  better: 'lower',
  digits: 3,
  bounds: { low: 0, high: Infinity },
  ofProbabilities: true,
  inBits: true,
  // In nats, as they are added up.
  of: ({ target }) => -Math.log(target),
  per: Math.LN2,
  baselines: ({ uniformEntropy, entropyRate }, measured) => [
    { by: 'guess', label: 'pure guessing (log₂ V)', value: uniformEntropy },
    ...(measured
      ? [
          { by: 'characters' as const, label: 'letter counts (unigram)', value: measured.unigramBits },
          { by: 'pairs' as const, label: 'letter pairs (bigram)', value: measured.bigramBits },
        ]
      : []),
    ...(entropyRate === null
      ? []
      : [{ by: 'source' as const, label: 'best possible (entropy rate)', value: entropyRate }]),
  ],
  firstTarget: null,
  drawnInReport: true,
  smallest: 0.01,
} as const satisfies Yardstick;
