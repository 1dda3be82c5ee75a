import { allPairs } from '../../experiments/paired-difference.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import type { Standing } from '../../experiments/standing.ts';
import {
  bcaText,
  differenceText,
  holmText,
  improvementText,
  notesOf,
  signFlipText,
  verdictText,
} from '../../reports/summary.ts';
import { table } from './terminal.ts';

/**
 * Every pair of arms in bits per character, with what the verdict rests on, as `compare` prints it; empty for one arm.
 * @param labels of the arms, in their order
 */
export function verdictsText({ arms }: Standing, labels: readonly string[]): string[] {
  const [{ id, label }] = yardsticks;
  const pairs = allPairs(arms, id);
  if (pairs.length === 0) return [];
  const named = (armId: string) => labels[arms.findIndex((row) => row.armId === armId)];
  const { notes, number } = notesOf(pairs);
  const rows = pairs.map((pair) => [
    `${named(pair.a)} − ${named(pair.b)}`,
    differenceText(pair),
    bcaText(pair),
    signFlipText(pair),
    holmText(pair),
    improvementText(pair),
    `${verdictText(pair, named(pair.a), named(pair.b))} (${number(pair)})`,
  ]);
  return [
    `Differences in ${label}, seed by seed, with the 95 % t interval; below 0 the first arm is better.`,
    '',
    table(
      ['first − second', 'difference', 'BCa', 'sign-flip', 'Holm', 'P(first better); seeds', 'verdict'],
      rows,
      new Set([1, 2, 3, 4, 5]),
    ),
    '',
    ...notes.map((note, i) => `(${i + 1}) ${note}`),
    '',
  ];
}
