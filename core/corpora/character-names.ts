/** A code point as `U+0301`. */
export const codePointName = (codePoint: number): string =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

/** A character for a message: `'q' (U+0071)`; what has no sign of its own, as a space or a combining mark, by its number alone. */
export function namedCharacter(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  const name = codePointName(codePoint);
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? name : `'${character}' (${name})`;
}
