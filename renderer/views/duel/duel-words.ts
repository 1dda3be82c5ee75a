import { cellsOf } from '../../../core/words/cells.ts';
import { differences, ownCharacters } from '../../../core/duels/duel-differences.ts';
import type { Duel } from '../../../core/duels/duel.ts';
import { visibleSign } from '../../../core/words/visible-text.ts';
import type { FactHeadline } from '../../components/fact-headline.ts';
import { characterName } from '../../../core/corpora/character-names.ts';
import { isDrawn } from '../../../core/duels/next-characters.ts';
import { fixed, grouped, percent, significant } from '../../../core/words/number-format.ts';
import { phrases } from '../../../core/words/said/phrases.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';

/** Whether any character takes two cells, as Chinese ones do: then all cells are that wide. */
export const hasWide = ({ before, lines }: Duel): boolean =>
  [before, ...lines.map(({ characters }) => characters)].some((points) =>
    points.some((point) => cellsOf(visibleSign(point)) > 1),
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
export function positionWords(
  duel: Duel,
  labels: readonly string[],
  position: number,
  say: Say = inEnglish,
): string {
  const drawn = isDrawn(duel);
  const parts = duel.lines.map((line, i) => {
    const p = probabilityWords(line.probability[position]);
    const own = ownCharacters(line, drawn)[position];
    const here = line.characters[position];
    return drawn
      ? `${labels[i]} ${quoted(here)} ${p}`
      : say`${labels[i]} ${quoted(here)} ${p}, expects ${quoted(own)}`;
  });
  return say`position ${position + 1}: ${say.series(parts)}`;
}

/** What is said of who is ahead, of one that is alone, and where the best are level. */
function leaderWords(drawn: boolean, who: 'ahead' | 'alone' | 'level', bits: string, say: Say): string {
  if (who === 'alone')
    return drawn ? say`{a} writes: ${bits} bits a character` : say`{a} reads: ${bits} bits a character`;
  if (who === 'ahead')
    return drawn
      ? say`{a} is surest of what it writes: ${bits} bits a character`
      : say`{a} foretells this text best: ${bits} bits a character`;
  return drawn
    ? say`None is surer than all others of what it writes: ${bits} bits a character`
    : say`None foretells this text better than all others: ${bits} bits a character`;
}

/**
 * What a duel shows, first of all. Where all read one text its bits tell who foretells it best; of a text of its own they
 * tell how sure an arm is, and nothing of how good that text is.
 * @param labels of the arms, in the order of the lines
 */
export function duelHeadline(duel: Duel, labels: readonly string[], say: Say = inEnglish): FactHeadline {
  const drawn = isDrawn(duel);
  const ranked = duel.lines
    .map((line, i) => ({ ...line, label: labels[i], armId: duel.arms[i].armId }))
    .sort((a, b) => a.bitsPerCharacter - b.bitsPerCharacter);
  const [best, ...others] = ranked;
  if (!Number.isFinite(best.bitsPerCharacter) && !drawn)
    return {
      pieces: [{ text: say`Every network gives some character of this text no chance at all` }],
      facts: [],
    };
  const positions = best.characters.length;
  const likelihood = (line: (typeof ranked)[number]) =>
    percent(line.probability.reduce((sum, p) => sum + p, 0) / positions);
  const theirs = say.names(others.map(likelihood));
  const right = (line: (typeof ranked)[number]) =>
    percent(ownCharacters(line, false).filter((point, n) => point === line.characters[n]).length / positions);
  const level =
    others.length > 0 && bitsWords(others[0].bitsPerCharacter) === bitsWords(best.bitsPerCharacter);
  const differing = differences(duel.lines, drawn).reduce((sum, mark) => sum + mark, 0);
  return {
    pieces: phrases(
      leaderWords(
        drawn,
        level ? 'level' : others.length === 0 ? 'alone' : 'ahead',
        bitsWords(best.bitsPerCharacter),
        say,
      ),
      { a: { text: best.label, armId: best.armId } },
    ),
    facts: [
      {
        value: likelihood(best),
        what: drawn ? say`mean likelihood of what it drew` : say`mean likelihood of what comes`,
        under: theirs === '' ? say`the only network` : say`${theirs} for the others`,
      },
      ...(drawn
        ? [
            {
              value: grouped(positions),
              what: say`characters by each, same dice`,
              under: say`one roll each: a sample, no verdict`,
            },
          ]
        : [
            {
              value: right(best),
              what: say`of its first guesses are right`,
              under: others.length === 0 ? '' : say`${say.names(others.map(right))} for the others`,
            },
          ]),
      ...(others.length === 0
        ? []
        : [
            {
              value: say`${grouped(differing)} of ${grouped(positions)}`,
              what: drawn ? say`places come out differently` : say`places at which first guesses differ`,
              under: say`marked ≠ below the lines`,
            },
          ]),
    ],
  };
}
