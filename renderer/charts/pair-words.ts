import { pairDigits, signed, type PairedDifference } from '../../core/contract/data.ts';
import type { CsvRows } from './export-csv.ts';

/** `−0.210 to −0.130` */
export const stretch = (
  interval: { readonly low: number; readonly high: number } | null,
  digits?: number,
): string => (interval ? `${signed(interval.low, digits)} to ${signed(interval.high, digits)}` : '–');

/** A p value with two digits that matter. */
export const pWords = (p: number | null): string =>
  p === null ? '–' : p >= 0.0001 ? String(Number(p.toPrecision(2))) : p.toExponential(1).replace('-', '−');

/** `0.94 (0.75 to 1.00)`: how often a run of the first arm is better. */
export function improvementWords({ improvement }: PairedDifference): string {
  if (!improvement) return '–';
  const { probability, interval } = improvement;
  const range = interval ? ` (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})` : '';
  return `${probability.toFixed(2)}${range}`;
}

export type LabelOf = (armId: string) => string;

export const verdictWords = ({ verdict, a, b }: PairedDifference, label: LabelOf): string =>
  verdict === 'not-decided' ? 'not decided' : `${label(verdict === 'a-better' ? a : b)} better`;

/** A name as it fits a table. */
const brief = (name: string) => name.replaceAll('cross-entropy', 'CE').replaceAll('quadratic', 'quad.');

/** Heads of the table of all pairs, on the screen and in its picture. */
export const pairHeads = [
  'A − B',
  'verdict',
  'mean difference',
  '95 % t interval',
  '95 % BCa interval',
  'sign-flip p',
  'p, Holm',
  'P(A better)',
  'n',
] as const;

/** The cells of one pair, as they are read. */
export function pairCells(pair: PairedDifference, label: LabelOf): readonly string[] {
  const digits = pairDigits(pair, 3);
  return [
    `${brief(label(pair.a))} − ${brief(label(pair.b))}`,
    brief(verdictWords(pair, label)),
    signed(pair.summary.mean, digits),
    stretch(pair.summary.interval, digits),
    stretch(pair.bca, digits),
    pWords(pair.signFlip?.p ?? null),
    pWords(pair.holm),
    improvementWords(pair),
    String(pair.summary.n),
  ];
}

/** All pairs for a file, at full precision. */
export function pairRows(
  pairs: readonly PairedDifference[],
  label: LabelOf,
  words: { readonly yardstick: string; readonly statistic: string; readonly policy: string },
): CsvRows {
  const cell = (value: number | null | undefined) => value ?? '';
  return [
    [
      'a',
      'b',
      'yardstick',
      'statistic',
      'policy',
      'n',
      'mean difference',
      't low',
      't high',
      'bca low',
      'bca high',
      'sign-flip p',
      'smallest p',
      'holm p',
      'P(a better)',
      'P low',
      'P high',
      'verdict',
      'words',
    ],
    ...pairs.map((pair) => [
      label(pair.a),
      label(pair.b),
      words.yardstick,
      words.statistic,
      words.policy,
      pair.summary.n,
      pair.summary.mean,
      cell(pair.summary.interval?.low),
      cell(pair.summary.interval?.high),
      cell(pair.bca?.low),
      cell(pair.bca?.high),
      cell(pair.signFlip?.p),
      cell(pair.signFlip?.smallest),
      cell(pair.holm),
      cell(pair.improvement?.probability),
      cell(pair.improvement?.interval?.low),
      cell(pair.improvement?.interval?.high),
      verdictWords(pair, label),
      pair.words,
    ]),
  ];
}
