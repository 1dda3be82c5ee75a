import type { DuelLine } from './duel.ts';

/** The code points that are a line's own: what was drawn; of a text that all read, what was likeliest. */
export function ownCharacters({ characters, top, topCharacters }: DuelLine, drawn: boolean): Uint32Array {
  return drawn ? characters : characters.map((_, position) => topCharacters[position * top]);
}

/** 1 at each position where the lines' own characters are not all the same, else 0. */
export function differences(lines: readonly DuelLine[], drawn: boolean): Uint8Array {
  const [first, ...others] = lines.map((line) => ownCharacters(line, drawn));
  return Uint8Array.from(first ?? [], (character, position) =>
    others.some((other) => other[position] !== character) ? 1 : 0,
  );
}
