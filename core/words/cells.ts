import { eastAsianWidth } from 'get-east-asian-width';

/** Marks on the character before them, and joiners, have no cell of their own. */
const cellless = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Cells that a text takes where each character has one, and a wide one two, as on a terminal. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text)
    if (!cellless.test(character)) cells += eastAsianWidth(character.codePointAt(0)!);
  return cells;
}
