import type { BuiltinSource } from './builtin-source.ts';

type Arrow = readonly [symbol: string, to: number];

/** The Reber grammar: two equally likely arrows out of every state; state 5 is the end. */
const grammar: readonly (readonly Arrow[])[] = [
  [
    ['T', 1],
    ['P', 2],
  ],
  [
    ['S', 1],
    ['X', 3],
  ],
  [
    ['T', 2],
    ['V', 4],
  ],
  [
    ['X', 2],
    ['S', 5],
  ],
  [
    ['P', 3],
    ['V', 5],
  ],
];
const end = 5;

/** One word of the inner grammar: B, a path, E. */
function word(uniform: () => number): string {
  let text = 'B';
  for (let state = 0; state !== end;) {
    const [symbol, to] = grammar[state][uniform() < 0.5 ? 0 : 1];
    text += symbol;
    state = to;
  }
  return `${text}E`;
}

/**
 * Expected number of choices from state 0 to the end. Every state has two arrows, so v_s = 1 + ½ Σ v_to, v_end = 0:
 * v1 = 2 + v3, v2 = 2 + v4, v3 = 1 + ½ v2, v4 = 1 + ½ v3, hence v3 = 1 + 1 + ½ + ¼ v3 = 10/3, v4 = 8/3, v2 = 14/3,
 * v1 = 16/3 and v0 = 1 + ½ (16/3 + 14/3) = 6.
 */
const expectedChoices = 6;

/**
 * The embedded Reber grammar (Cleeremans, Servan-Schreiber, McClelland 1989; Hochreiter, Schmidhuber 1997): B, T or P,
 * a word of the Reber grammar, the same T or P again, E, and a line end. To know the last T or P, a network must
 * remember the first one through the whole inner word.
 *
 * Entropy rate: every character is certain but for the outer choice and the inner ones, one bit each. A line has
 * 1 + 6 bits on average, and 1 + 1 + (1 + 6 + 1) + 1 + 1 + 1 = 13 characters, so the rate is 7/13 bits per character
 * (renewal reward).
 */
export const reber: BuiltinSource = {
  id: 'reber',
  label: 'Embedded Reber grammar',
  description: 'Words of a small grammar; the first choice of each word comes back at its end.',
  pieces: (uniform) => () => {
    const outer = uniform() < 0.5 ? 'T' : 'P';
    return `B${outer}${word(uniform)}${outer}E\n`;
  },
  entropyRate: () => (1 + expectedChoices) / (1 + 1 + (1 + expectedChoices + 1) + 1 + 1 + 1),
};
