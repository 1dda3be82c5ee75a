import { ownCharacters } from '../../duels/duel-differences.ts';
import { isDrawn } from '../../duels/next-characters.ts';
import { inEnglish } from '../../words/said/say.ts';
import { tableOf } from '../csv.ts';
import { duelConditions, type DuelSource } from './duel-figures.ts';
import type { Figure } from '../figure.ts';
import { dotsPanel } from '../panels.ts';

/** What a duel comes to over all positions: bits, entropy, and how often each says what the first one does. */
export function duelTotals(source: DuelSource): Figure {
  const { duel, looks, say = inEnglish } = source;
  const drawn = isDrawn(duel);
  const own = duel.lines.map((line) => ownCharacters(line, drawn));
  const totals = duel.lines.map(({ bitsPerCharacter, meanEntropy }, i) => ({
    bits: bitsPerCharacter,
    entropy: meanEntropy,
    asFirst: own[i].filter((character, n) => character === own[0][n]).length / own[i].length,
  }));
  const panelOf = (label: string, of: 'bits' | 'entropy' | 'asFirst', least: number) => {
    const values = totals.map((each) => each[of]);
    const high = 1.05 * Math.max(least, ...values.filter(Number.isFinite));
    return dotsPanel({
      x: { label, scale: 'linear', domain: [0, high] },
      rows: looks.map(({ label: name }, look) => ({
        ...{ label: name, look, value: values[look], low: NaN, high: NaN, each: [] },
      })),
    });
  };
  const rule = drawn
    ? say`the bits of a text of its own say how sure a network was, not how good the text is`
    : say`by the rule of the evaluation`;
  return {
    id: 'duel-totals',
    title: say`Over all positions`,
    subtitle: duelConditions(source),
    notes: [
      duel.temperature === 1
        ? say`Bits per character: ${rule}.`
        : say`At τ = ${duel.temperature}, so these are not the bits of the evaluation.`,
    ],
    looks,
    across: 3,
    panels: [
      panelOf(
        drawn ? say`bits per character of its own text` : say`bits per character of the text`,
        'bits',
        0.1,
      ),
      panelOf(say`mean entropy, bits`, 'entropy', 0.1),
      panelOf(
        drawn
          ? say`share of positions drawn as by the first`
          : say`share of positions expected as by the first`,
        'asFirst',
        1,
      ),
    ],
    table: tableOf(['output layer', 'bits per character', 'mean entropy', 'as the first'], () =>
      totals.map(({ bits, entropy, asFirst }, i) => [looks[i].label, bits, entropy, asFirst]),
    ),
  };
}
