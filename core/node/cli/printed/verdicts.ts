import { inShort } from '../../../experiments/comparison/in-short.ts';
import { pairTable } from '../../../experiments/comparison/pair-table.ts';
import type { PairedDifference } from '../../../experiments/comparison/paired-difference.ts';
import type { ArmStanding } from '../../../experiments/comparison/standing.ts';
import {
  tooFewWords,
  verdictNotes,
  type LabelOf,
  verdictId,
  verdictWords,
} from '../../../experiments/comparison/verdict-words.ts';
import { yardstickById, yardsticks, type YardstickId } from '../../../yardsticks/registry.ts';
import { table } from './terminal.ts';
import { numberOrText } from '../../../store/numbers.ts';
import { seedsNeeded } from '../../../experiments/comparison/verdict.ts';

/**
 * Every pair of arms on the primary yardstick with what the verdict rests on, and what came out on each yardstick in short;
 * empty for one arm.
 * @param pairs judged, on all yardsticks
 */
export function verdictLines(
  arms: readonly ArmStanding[],
  pairs: readonly PairedDifference[],
  primary: YardstickId,
  label: LabelOf,
): string[] {
  if (pairs.length === 0) return [];
  const on = (id: YardstickId) => pairs.filter(({ yardstick }) => yardstick === id);
  return [
    ...pairLines(on(primary), primary, label),
    ...yardsticks.map(({ id, label: unit }) => {
      const { means, text } = inShort(arms, on(id), id, label);
      return `In short, ${unit}: ${means} ${text}`.trimEnd();
    }),
    '',
  ];
}

function pairLines(pairs: readonly PairedDifference[], primary: YardstickId, label: LabelOf): string[] {
  const { label: unit, better } = yardstickById(primary);
  const { heads, rows } = pairTable(pairs, label);
  const { notes, number } = verdictNotes(pairs, label);
  const numbered = rows.map(([name, verdict, ...cells], i) => [
    name,
    number(pairs[i]) === 0 ? verdict : `${verdict} (${number(pairs[i])})`,
    ...cells,
  ]);
  const figures = heads.map((_, column) => column).slice(2);
  return [
    `Differences in ${unit}, seed by seed; ${better === 'lower' ? 'below' : 'above'} 0 A is better.`,
    '',
    table(heads, numbered, new Set(figures)),
    '',
    ...notes.map((note, i) => `(${i + 1}) ${note}`),
    ...[tooFewWords(pairs)].filter((words) => words !== ''),
    '',
  ];
}

const intervalJson = (interval: { readonly low: number; readonly high: number } | null) =>
  interval && [interval.low, interval.high];

/** Two arms on one yardstick; differences are of the first minus the second. */
export function verdictJson(pair: PairedDifference, label: LabelOf) {
  const { a, b, yardstick, seeds, differences, unpaired, uneven, summary, bca, signFlip } = pair;
  return {
    a,
    b,
    yardstick,
    seeds,
    differences: differences.map(numberOrText),
    unpaired,
    uneven,
    mean: numberOrText(summary.mean),
    interval: intervalJson(summary.interval),
    bca: intervalJson(bca),
    correlation: numberOrText(pair.correlation),
    tTest: pair.tTest,
    holm: pair.holm,
    signFlip: signFlip?.p ?? null,
    eProcess: pair.eProcess,
    diverged: pair.diverged,
    smallest: pair.rule.smallest,
    improvement: pair.improvement?.probability ?? null,
    improvementInterval: pair.improvement?.interval ?? null,
    verdict: verdictId(pair),
    needed: seedsNeeded(pair),
    words: verdictWords(pair, label),
  };
}
