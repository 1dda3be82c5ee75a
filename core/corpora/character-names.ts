/** A code point as `U+0301`. */
export const codePointName = (codePoint: number): string =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

/** A character as a reader can tell it: `e`, `space`, `⏎`, `U+0009`; a combining mark by its code point too. */
export function characterName(codePoint: number): string {
  if (codePoint === 0x20) return 'space';
  if (codePoint === 0x0a) return '⏎';
  const character = String.fromCodePoint(codePoint);
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? codePointName(codePoint) : character;
}

/** A character for a message: `'q' (U+0071)`; what has no sign of its own, as a space or a combining mark, by its number alone. */
export function namedCharacter(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  const name = codePointName(codePoint);
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? name : `'${character}' (${name})`;
}
