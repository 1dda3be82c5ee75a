import stringWidth from 'string-width';
import { differences, ownCharacters } from '../../core/duels/duel-differences.ts';
import type { Duel } from '../../core/duels/duel.ts';
import { visibleSign } from '../../core/words/visible-text.ts';
import { characterName } from '../state/format.ts';
import type { CsvRows } from './export-csv.ts';

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

/** Whether the arms drew by themselves; else all read one text. */
export const isDrawn = ({ text }: Duel): boolean => text.kind === 'drawn';

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
  return Math.max(0, Math.min(positions - 1, position + steps[key]!));
}

/** A probability as `0.313`, and small ones as `1.2e-5`. */
export const probabilityWords = (p: number): string =>
  p !== 0 && p < 0.001 ? p.toExponential(1) : p.toFixed(3);

/** A number of bits as `2.31`, or `∞`. */
export const bitsWords = (bits: number): string => (Number.isFinite(bits) ? bits.toFixed(2) : '∞');

const quoted = (point: number) => `‘${characterName(point)}’`;

/** What every arm says at a position, in one sentence. */
export function positionWords(duel: Duel, labels: readonly string[], position: number): string {
  const drawn = isDrawn(duel);
  const parts = duel.lines.map((line, i) => {
    const p = probabilityWords(line.probability[position]!);
    const own = ownCharacters(line, drawn)[position]!;
    const here = line.characters[position]!;
    return drawn
      ? `${labels[i]} ${quoted(here)} ${p}`
      : `${labels[i]} ${quoted(here)} ${p}, expects ${quoted(own)}`;
  });
  return `position ${position + 1}: ${parts.join('; ')}`;
}

/** Share of positions at which a line's own character is that of the first line. */
export function shareAsFirst(duel: Duel, arm: number): number {
  const drawn = isDrawn(duel);
  const [first, own] = [duel.lines[0]!, duel.lines[arm]!].map((line) => ownCharacters(line, drawn));
  return own!.filter((character, n) => character === first![n]).length / own!.length;
}

/** Every position of every arm. */
export function linesCsv(duel: Duel, labels: readonly string[]): CsvRows {
  const drawn = isDrawn(duel);
  const differs = differences(duel.lines, drawn);
  const head = ['arm', 'seed', 'step', 'temperature', 'position', 'random number', 'character', 'code point'];
  const figures = ['probability', 'bits', 'entropy', 'likeliest', 'differs'];
  const rows = duel.lines.flatMap((line, i) =>
    Array.from(line.characters, (point, n) => [
      labels[i]!,
      duel.arms[i]!.seed,
      duel.steps[i]!,
      duel.temperature,
      n + 1,
      drawn ? duel.randomNumbers[n]! : '',
      String.fromCodePoint(point),
      point,
      line.probability[n]!,
      -Math.log2(line.probability[n]!),
      line.entropy[n]!,
      String.fromCodePoint(line.topCharacters[n * line.top]!),
      differs[n]!,
    ]),
  );
  return [[...head, ...figures], ...rows];
}

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
  const { top, characters, probability, from, topCharacters, topProbability, topFrom } = duel.lines[arm]!;
  const here = characters[position]!;
  const named = Array.from({ length: top }, (_, k) => {
    const at = position * top + k;
    const codePoint = topCharacters[at]!;
    // The "other" symbol may share its code point with a character of the text: the interval tells them apart.
    const same = codePoint === here && topFrom[at] === from[position];
    return { codePoint, probability: topProbability[at]!, from: topFrom[at]!, here: same };
  });
  if (named.some((each) => each.here)) return named;
  return [
    ...named,
    { codePoint: here, probability: probability[position]!, from: from[position]!, here: true },
  ];
}

/** Probability of all characters together that `nextCharacters` does not name. */
export function othersProbability(duel: Duel, arm: number, position: number): number {
  const { top, rest, probability } = duel.lines[arm]!;
  const beside = nextCharacters(duel, arm, position).length > top ? probability[position]! : 0;
  return Math.max(0, rest[position]! - beside);
}

/** The next characters of every arm at a position. */
export function nextCsv(duel: Duel, labels: readonly string[], position: number): CsvRows {
  const head = [
    'arm',
    'position',
    'rank',
    'character',
    'code point',
    'probability',
    'interval from',
    'comes',
  ];
  const rows = duel.lines.flatMap((line, i) => [
    ...nextCharacters(duel, i, position).map((each, k) => [
      labels[i]!,
      position + 1,
      k < line.top ? k + 1 : '',
      String.fromCodePoint(each.codePoint),
      each.codePoint,
      each.probability,
      each.from,
      each.here ? 1 : 0,
    ]),
    [labels[i]!, position + 1, 'others', '', '', othersProbability(duel, i, position), '', ''],
  ]);
  return [head, ...rows];
}
