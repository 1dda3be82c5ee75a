import { characterName } from '../../corpora/character-names.ts';
import type { Duel } from '../../duels/duel.ts';
import { differences } from '../../duels/duel-differences.ts';
import { isDrawn, nextCharacters, othersProbability } from '../../duels/next-characters.ts';
import { grouped, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { visibleSign } from '../../words/visible-text.ts';
import { tableOf } from '../csv.ts';
import type { Figure, FigureLook, MapScale } from '../figure.ts';
import { dotsPanel, mapPanel } from '../panels.ts';

/** A duel with how its arms are named and drawn, in their order. */
export interface DuelSource {
  readonly duel: Duel;
  readonly looks: readonly FigureLook[];
  /** Absent: in English. */
  readonly say?: Say | undefined;
}

/** Positions in a row of text. */
const across = 40;

/** Seed, steps and temperature in words. */
export const duelConditions = ({ duel, say = inEnglish }: DuelSource): string => {
  const { text, temperature } = duel;
  const steps = say.names([...new Set(duel.steps)].map((step) => grouped(step)));
  return say.names([
    say`seed ${duel.arms[0]?.seed ?? ''}`,
    say`step ${steps}`,
    `τ = ${temperature}`,
    ...(text.kind === 'drawn' ? [say`sample seed ${text.sampleSeed}`] : []),
  ]);
};

/** The colours of a character's probability, as screen and file paint them. */
export const probabilityScale = ({ duel, say = inEnglish }: DuelSource): MapScale => ({
  ...{ kind: 'log', low: 0.01, high: 1 },
  label: isDrawn(duel)
    ? say`probability of the character that was drawn, logarithmic; pale also for less`
    : say`probability of the character that comes, logarithmic; pale also for less`,
});

/** All lines of a duel below each other, each character on the colour of its probability; a last row tells where they differ. */
export function duelLines(source: DuelSource): Figure {
  const { duel, looks, say = inEnglish } = source;
  const drawn = isDrawn(duel);
  const differs = differences(duel.lines, drawn);
  const colours = probabilityScale(source);
  const panels = Array.from({ length: Math.ceil(differs.length / across) }, (_, block) => {
    const from = block * across;
    const count = Math.min(across, differs.length - from);
    const places = Array.from({ length: count }, (_, n) => from + n);
    return mapPanel({
      rows: [...looks.map(({ label }) => label), say`differ`],
      columns: places.map((n) => String(n + 1)),
      values: [
        ...duel.lines.flatMap(({ probability }) => places.map((n) => probability[n])),
        ...places.map(() => NaN),
      ],
      texts: [
        ...duel.lines.flatMap(({ characters }) => places.map((n) => visibleSign(characters[n]))),
        ...places.map((n) => (differs[n] ? '≠' : '')),
      ],
      colours,
    });
  });
  return {
    id: 'sampling-duel',
    title: drawn
      ? say`The same random numbers through every output layer`
      : say`The same text read by every output layer`,
    subtitle: duelConditions(source),
    notes: [],
    looks,
    across: 1,
    panels,
    table: tableOf(
      [
        ...[
          'output layer',
          'seed',
          'step',
          'temperature',
          'position',
          'random number',
          'character',
          'code point',
        ],
        ...['probability', 'bits', 'entropy', 'likeliest', 'differs'],
      ],
      function* () {
        for (const [i, line] of duel.lines.entries())
          for (const [n, point] of line.characters.entries())
            yield [
              ...[looks[i].label, duel.arms[i].seed, duel.steps[i], duel.temperature, n + 1],
              ...[drawn ? duel.randomNumbers[n] : '', String.fromCodePoint(point), point],
              ...[line.probability[n], -Math.log2(line.probability[n]), line.entropy[n]],
              ...[String.fromCodePoint(line.topCharacters[n * line.top]), differs[n]],
            ];
      },
    ),
  };
}

/** The likeliest next characters of every arm at a position, on one scale. */
export function nextCharactersOf(source: DuelSource, position: number): Figure {
  const { duel, looks, say = inEnglish } = source;
  const drawn = isDrawn(duel);
  const named = looks.map((_, arm) => nextCharacters(duel, arm, position));
  const others = looks.map((_, arm) => othersProbability(duel, arm, position));
  const largest = Math.max(...named.flat().map(({ probability }) => probability), ...others, 0);
  const dot = (label: string, look: number, value: number) => ({
    label,
    look,
    value,
    low: 0,
    high: value,
    each: [],
  });
  return {
    id: 'next-character',
    title: say`The next character at position ${position + 1}`,
    subtitle: drawn
      ? say`random number u = ${significant(duel.randomNumbers[position], 6)} for all`
      : say`what each output layer expects`,
    notes: [drawn ? say`◂ what was drawn` : say`◂ what comes next in the text`],
    looks,
    across: 3,
    panels: looks.map(({ label }, arm) =>
      dotsPanel({
        title: label,
        x: { label: say`probability`, scale: 'linear', domain: [0, 1.02 * (largest || 1)] },
        rows: [
          ...named[arm].map(({ codePoint, probability, here }) =>
            dot(`${characterName(codePoint)}${here ? ' ◂' : ''}`, arm, probability),
          ),
          dot(say`others`, arm, others[arm]),
        ],
      }),
    ),
    table: tableOf(
      [
        'output layer',
        'position',
        'rank',
        'character',
        'code point',
        'probability',
        'interval from',
        'comes',
      ],
      function* () {
        for (const [arm, { label }] of looks.entries()) {
          for (const [k, { codePoint, probability, from, here }] of named[arm].entries())
            yield [
              ...[label, position + 1, k < duel.lines[arm].top ? k + 1 : ''],
              ...[String.fromCodePoint(codePoint), codePoint, probability, from, here ? 1 : 0],
            ];
          yield [label, position + 1, 'others', '', '', others[arm], '', ''];
        }
      },
    ),
  };
}
