import { duelLines, nextCharactersOf, type DuelSource } from './duel-figures.ts';
import { duelTotals } from './duel-totals.ts';
import type { Figure } from '../figure.ts';

export type DuelFigure = {
  /** @param position that is looked at, from 0 */
  readonly draw: (source: DuelSource, position: number) => Figure;
} & (
  | {
      /** The window makes a card of the entry. */
      readonly card: 'duel';
      /** What it explains: an id in `renderer/explanations`. */
      readonly explain: string;
    }
  /** The window has a card with controls of its own. */
  | { readonly card: 'with controls' }
);

/** Every figure of a sampling duel, by its id: a new one is a builder and a line here. */
export const duelFigures: Readonly<Record<string, DuelFigure>> = {
  'sampling-duel': { card: 'with controls', draw: (source) => duelLines(source) },
  'next-character': { card: 'with controls', draw: nextCharactersOf },
  'duel-totals': { card: 'duel', explain: 'duel-totals', draw: (source) => duelTotals(source) },
};
