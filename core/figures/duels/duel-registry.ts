import { duelLines, nextCharactersOf, type DuelSource } from './duel-figures.ts';
import { duelTotals } from './duel-totals.ts';
import type { Figure } from '../figure.ts';

export interface DuelFigure {
  /** Whether the window makes a card of the entry, or has one with controls of its own. */
  readonly card: 'duel' | 'with controls';
  /** What its card explains: an id in `renderer/explanations`; none where a card beside it explains the same. */
  readonly explain?: string;
  /** @param position that is looked at, from 0 */
  readonly draw: (source: DuelSource, position: number) => Figure;
}

/** Every figure of a sampling duel, by its id: a new one is a builder and a line here. */
export const duelFigures: Readonly<Record<string, DuelFigure>> = {
  'sampling-duel': { card: 'with controls', draw: (source) => duelLines(source) },
  'next-character': { card: 'with controls', draw: nextCharactersOf },
  'duel-totals': { card: 'duel', draw: (source) => duelTotals(source) },
};
