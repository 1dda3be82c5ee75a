import stringWidth from 'string-width';
import { ownCharacters } from '../../../core/duels/duel-differences.ts';
import type { Duel } from '../../../core/duels/duel.ts';
import { visibleSign } from '../../../core/words/visible-text.ts';
import { characterName } from '../../state/format.ts';
import { isDrawn } from '../../../core/duels/next-characters.ts';
import { fixed, significant } from '../../../core/words/number-format.ts';

/** Least probability of each class of colour, the least likely first. */
export const probabilityClasses: readonly { readonly least: number; readonly label: string }[] = [
  { least: 0, label: 'below 1 %' },
  { least: 0.01, label: '1 – 5 %' },
  { least: 0.05, label: '5 – 20 %' },
  { least: 0.2, label: '20 – 50 %' },
  { least: 0.5, label: '50 % and more' },
];

/** Place of a probability among the classes. */
export const probabilityClass = (p: number): number =>
  probabilityClasses.findLastIndex(({ least }) => p >= least);

/** Whether any character takes two cells, as Chinese ones do: then all cells are that wide. */
export const hasWide = ({ before, lines }: Duel): boolean =>
  [before, ...lines.map(({ characters }) => characters)].some((points) =>
    points.some((point) => stringWidth(visibleSign(point)) > 1),
  );

/** Positions as `[from, to)` of each row of text. */
export function rowsOf(positions: number, columns: number): { from: number; to: number }[] {
  const width = Math.max(1, columns);
  return Array.from({ length: Math.ceil(positions / width) }, (_, row) => ({
    from: row * width,
    to: Math.min(positions, (row + 1) * width),
  }));
}

/** The nearest position after (`direction` 1) or before (−1) this one at which the arms differ; null for none. */
export function nextDifference(differs: Uint8Array, position: number, direction: 1 | -1): number | null {
  for (let n = position + direction; n >= 0 && n < differs.length; n += direction) if (differs[n]) return n;
  return null;
}

/** The position that a key leads to; null for any other key. */
export function positionAfterKey(
  key: string,
  position: number,
  positions: number,
  columns: number,
): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -10,
    PageDown: 10,
    Home: -positions,
    End: positions,
  };
  if (!Object.hasOwn(steps, key)) return null;
  return Math.max(0, Math.min(positions - 1, position + steps[key]));
}

/** A probability as `0.313`, and small ones as `1.2e−5`. */
export const probabilityWords = (p: number): string => significant(p);

/** A number of bits as `2.31`, or `∞`. */
export const bitsWords = (bits: number): string => (Number.isFinite(bits) ? fixed(bits, 2) : '∞');

const quoted = (point: number) => `‘${characterName(point)}’`;

/** What every arm says at a position, in one sentence. */
export function positionWords(duel: Duel, labels: readonly string[], position: number): string {
  const drawn = isDrawn(duel);
  const parts = duel.lines.map((line, i) => {
    const p = probabilityWords(line.probability[position]);
    const own = ownCharacters(line, drawn)[position];
    const here = line.characters[position];
    return drawn
      ? `${labels[i]} ${quoted(here)} ${p}`
      : `${labels[i]} ${quoted(here)} ${p}, expects ${quoted(own)}`;
  });
  return `position ${position + 1}: ${parts.join('; ')}`;
}

/** Share of positions at which a line's own character is that of the first line. */
export function shareAsFirst(duel: Duel, arm: number): number {
  const drawn = isDrawn(duel);
  const [first, own] = [duel.lines[0], duel.lines[arm]].map((line) => ownCharacters(line, drawn));
  return own.filter((character, n) => character === first[n]).length / own.length;
}
