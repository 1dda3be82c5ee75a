import { grouped, significant } from '../../words/number-format.ts';
import { differenceText, improvementText, pText, rangeText } from './difference-words.ts';
import type { PairedDifference } from './paired-difference.ts';
import { verdictText, type LabelOf } from './verdict-words.ts';

/** The table of all pairs of arms on one yardstick, as the screen, the report and the command line show it. */
export interface PairTable {
  readonly heads: readonly string[];
  /** One row per pair: its name, the verdict, then figures. */
  readonly rows: readonly (readonly string[])[];
  /** What the columns are, in one sentence. */
  readonly caption: string;
}

interface Column {
  readonly head: string;
  readonly words?: string;
  readonly cell: (pair: PairedDifference) => string;
}

/** Columns that no pair has anything for are left out. */
export function pairTable(pairs: readonly PairedDifference[], label: LabelOf): PairTable {
  const bound = pairs.find(({ eProcess }) => eProcess)?.eProcess?.bound;
  const tested = Math.max(0, ...pairs.map((pair) => pair.pairs));
  const tests: Column[] =
    bound === undefined
      ? [
          ...(tested > 1
            ? [
                {
                  head: 't test p, Holm',
                  words: `the p of the paired t test after Holm’s correction for ${tested < pairs.length ? `the ${tested} pairs that could be tested` : `all ${tested} pairs`}`,
                  cell: ({ holm }: PairedDifference) => pText(holm),
                },
              ]
            : [
                {
                  head: 't test p',
                  words: 'the p of the paired t test',
                  cell: ({ tTest }: PairedDifference) => pText(tTest),
                },
              ]),
          {
            head: 'sign-flip p',
            words: `the p of the sign-flip test${pairs.some(({ signFlip }) => signFlip && !signFlip.exact) ? '' : ', exact and uncorrected'}`,
            cell: ({ signFlip }) => pText(signFlip?.p ?? null),
          },
        ]
      : [
          {
            head: 'e-process',
            words: `the e-process, which decides at ${grouped(bound)}, whenever one looks`,
            cell: ({ eProcess }) => significant(eProcess!.value),
          },
        ];
  const columns: Column[] = [
    { head: 'A − B', cell: ({ a, b }) => `${label(a)} − ${label(b)}` },
    { head: 'verdict', cell: (pair) => verdictText(pair, label) },
    { head: 'mean difference', words: 'mean difference, seed by seed', cell: differenceText },
    {
      head: '95 % t interval',
      words: 'its 95 % t interval',
      cell: (pair) => rangeText(pair, pair.summary.interval),
    },
    ...(pairs.some(({ bca }) => bca)
      ? [
          {
            head: '95 % BCa interval',
            words: 'its 95 % BCa bootstrap interval',
            cell: (pair: PairedDifference) => rangeText(pair, pair.bca),
          },
        ]
      : []),
    ...tests,
    {
      head: 'P(A better); seeds',
      words: `the probability that a run of A is better than one of B${pairs.some(({ improvement }) => improvement?.interval) ? ', with its 95 % bootstrap interval' : ''}, and in how many seeds it is`,
      cell: improvementText,
    },
    { head: 'n', words: 'paired seeds n', cell: ({ summary }) => String(summary.n) },
  ];
  return {
    heads: columns.map(({ head }) => head),
    rows: pairs.map((pair) => columns.map(({ cell }) => cell(pair))),
    caption: `${columns.flatMap(({ words }) => words ?? []).join('; ')}.`,
  };
}
