import type { BuiltinSource } from './builtin-source.ts';

/** The longest run of a. */
const longest = 10;

/**
 * aⁿbⁿ and a line end, n uniform from 1 to 10 (Gers, Schmidhuber 2001): after the first b everything is certain, for a
 * network that can count.
 *
 * Entropy rate: a line carries log₂ 10 bits (its n) and has 2 E[n] + 1 = 12 characters on average.
 */
export const anbn: BuiltinSource = {
  id: 'anbn',
  label: 'aⁿbⁿ',
  description: 'As many b as there were a, from 1 to 10, then a line end: a test of counting.',
  pieces: (uniform) => () => {
    const n = 1 + Math.floor(uniform() * longest);
    return `${'a'.repeat(n)}${'b'.repeat(n)}\n`;
  },
  entropyRate: () => Math.log2(longest) / (longest + 1 + 1),
};
