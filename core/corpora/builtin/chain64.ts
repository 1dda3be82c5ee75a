import type { BuiltinSource } from './builtin-source.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';
const K = alphabet.length;

/** Four continuations of each letter, with odds ½, ¼, ⅛, ⅛. Along the likeliest all letters form one ring, so none is out of reach. */
function continuations(uniform: () => number): Uint8Array {
  const below = (n: number) => Math.floor(uniform() * n);
  const ring = Array.from({ length: K }, (_, i) => i);
  for (let i = K - 1; i > 0; i--) {
    const j = below(i + 1);
    [ring[i], ring[j]] = [ring[j], ring[i]];
  }
  const next = new Uint8Array(4 * K);
  ring.forEach((letter, place) => {
    const chosen = new Set([ring[(place + 1) % K]]);
    while (chosen.size < 4) chosen.add(below(K));
    next.set([...chosen], 4 * letter);
  });
  return next;
}

/**
 * A Markov chain over 64 letters: the built-in text with the most outputs, for what depends on V.
 *
 * Entropy rate: whatever the letter, the next one is certain but for odds of ½, ¼, ⅛, ⅛, which are
 * ½·1 + ¼·2 + ⅛·3 + ⅛·3 = 1.75 bits.
 */
export const chain64: BuiltinSource = {
  id: 'chain64',
  label: 'Chain of 64 letters',
  description: 'Each letter is followed by one of four; the most distinct characters of all built-in texts.',
  pieces(uniform) {
    const next = continuations(uniform);
    let letter = 0;
    return () => {
      const u = uniform();
      letter = next[4 * letter + (u < 0.5 ? 0 : u < 0.75 ? 1 : u < 0.875 ? 2 : 3)];
      return alphabet[letter];
    };
  },
  entropyRate: () => 1.75,
};
