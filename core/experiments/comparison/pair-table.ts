import { compact } from '../../words/compact.ts';
import { grouped, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { differenceText, improvementText, pText, rangeText } from './difference-words.ts';
import type { PairedDifference } from './paired-difference.ts';
import { verdictText, type LabelOf } from './verdict-words.ts';

/** The table of all pairs of arms on one yardstick, as the screen, the report and the command line show it. */
export interface PairTable {
  readonly heads: readonly string[];
  /** One row per pair: its name, the verdict, then figures. */
  readonly rows: readonly (readonly string[])[];
  /** What the columns are, those that do not say it themselves. */
  readonly words: readonly string[];
  /** The same in one sentence. */
  readonly caption: string;
}

interface Column {
  readonly head: string;
  readonly words?: string;
  readonly cell: (pair: PairedDifference) => string;
}

/** Columns that no pair has anything for are left out. */
export function pairTable(
  pairs: readonly PairedDifference[],
  label: LabelOf,
  say: Say = inEnglish,
): PairTable {
  const bound = pairs.find(({ eProcess }) => eProcess)?.eProcess?.bound;
  const tested = Math.max(0, ...pairs.map((pair) => pair.pairs));
  const tests: Column[] =
    bound === undefined
      ? [
          {
            head: tested > 1 ? say`t test p, Holm` : say`t test p`,
            words:
              tested < 2
                ? say`the p of the paired t test`
                : tested < pairs.length
                  ? say`the p of the paired t test after Holm’s correction for the ${tested} pairs that could be tested`
                  : say`the p of the paired t test after Holm’s correction for all ${tested} pairs`,
            cell: ({ holm, tTest }) => pText(tested > 1 ? holm : tTest),
          },
          {
            head: say`sign-flip p`,
            words: pairs.some(({ signFlip }) => signFlip && !signFlip.exact)
              ? say`the p of the sign-flip test`
              : say`the p of the sign-flip test, exact and uncorrected`,
            cell: ({ signFlip }) => pText(signFlip?.p ?? null),
          },
        ]
      : [
          {
            head: say`e-process`,
            words: say`the e-process, which decides at ${grouped(bound)}, whenever one looks`,
            cell: ({ eProcess }) => significant(eProcess!.value),
          },
        ];
  const columns: Column[] = compact([
    { head: 'A − B', cell: ({ a, b }) => `${label(a)} − ${label(b)}` },
    { head: say`verdict`, cell: (pair) => verdictText(pair, label, say) },
    { head: say`mean difference`, words: say`mean difference, seed by seed`, cell: differenceText },
    {
      head: say`95 % t interval`,
      words: say`its 95 % t interval`,
      cell: (pair) => rangeText(pair, pair.summary.interval),
    },
    pairs.some(({ bca }) => bca) && {
      head: say`95 % BCa interval`,
      words: say`its 95 % BCa bootstrap interval`,
      cell: (pair: PairedDifference) => rangeText(pair, pair.bca),
    },
    ...tests,
    {
      head: say`P(A better); seeds`,
      words: pairs.some(({ improvement }) => improvement?.interval)
        ? say`the probability that a run of A is better than one of B, with its 95 % bootstrap interval, and in how many seeds it is`
        : say`the probability that a run of A is better than one of B, and in how many seeds it is`,
      cell: (pair) => improvementText(pair, say),
    },
    { head: 'n', words: say`paired seeds n`, cell: ({ summary }) => String(summary.n) },
  ]);
  const words = columns.flatMap((column) => column.words ?? []);
  return {
    heads: columns.map(({ head }) => head),
    rows: pairs.map((pair) => columns.map(({ cell }) => cell(pair))),
    words,
    caption: say`${say.series(words)}.`,
  };
}
