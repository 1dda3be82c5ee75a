import type { Duel } from './duel.ts';

/** Whether the arms drew by themselves; else all read one text. */
export const isDrawn = ({ text }: Duel): boolean => text.kind === 'drawn';

/** A character that is named at a position. */
export interface NextCharacter {
  readonly codePoint: number;
  readonly probability: number;
  /** Where its interval in [0, 1) begins. */
  readonly from: number;
  /** What was drawn, or comes next in the text. */
  readonly here: boolean;
}

/** The likeliest characters of an arm at a position, and the one that comes if it is none of them. */
export function nextCharacters(duel: Duel, arm: number, position: number): NextCharacter[] {
  const { top, characters, probability, from, topCharacters, topProbability, topFrom } = duel.lines[arm];
  const here = characters[position];
  const named = Array.from({ length: top }, (_, k) => {
    const at = position * top + k;
    const codePoint = topCharacters[at];
    // The "other" symbol may share its code point with a character of the text: the interval tells them apart.
    const same = codePoint === here && topFrom[at] === from[position];
    return { codePoint, probability: topProbability[at], from: topFrom[at], here: same };
  });
  if (named.some((each) => each.here)) return named;
  return [
    ...named,
    { codePoint: here, probability: probability[position], from: from[position], here: true },
  ];
}

/** Probability of all characters together that `nextCharacters` does not name. */
export function othersProbability(duel: Duel, arm: number, position: number): number {
  const { top, rest, probability } = duel.lines[arm];
  const beside = nextCharacters(duel, arm, position).length > top ? probability[position] : 0;
  return Math.max(0, rest[position] - beside);
}
