import type { BuiltinSource } from './builtin-source.ts';

const period = 16;
const alphabet = 'abcd';

/**
 * One random word of 16 letters from four, over and over. Entropy rate 0: once the word is known, nothing is uncertain;
 * what is left of the loss is what the network cannot hold or has not learned.
 */
export const periodic: BuiltinSource = {
  id: 'period',
  label: 'Period-16 sequence',
  description: 'One random word of 16 letters, repeated: the entropy rate is 0.',
  pieces(uniform) {
    const letter = () => alphabet[Math.floor(uniform() * alphabet.length)];
    const word = Array.from({ length: period }, letter).join('');
    return () => word;
  },
  entropyRate: () => 0,
};
