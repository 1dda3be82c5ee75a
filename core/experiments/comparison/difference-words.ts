import { fixed, signed, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import type { Improvement } from '../statistics/improvement.ts';
import type { MeasuredPair } from './paired-difference.ts';
import { pairDigits } from './printed-numbers.ts';

type Range = { readonly low: number; readonly high: number };

/** Decimals of a pair's difference and its intervals. */
export const digitsOf = (pair: MeasuredPair): number =>
  pairDigits(pair, yardstickById(pair.yardstick).digits);

/** `−0.170`: the mean difference, with as many digits as it needs. */
export const differenceText = (pair: MeasuredPair): string => signed(pair.summary.mean, digitsOf(pair));

/** `[−0.210, −0.130]`, in the digits of the mean difference. */
export function rangeText(pair: MeasuredPair, range: Range | null): string {
  const digits = digitsOf(pair);
  return range ? `[${signed(range.low, digits)}, ${signed(range.high, digits)}]` : '–';
}

/** `0.031`, or a dash where there was no test. */
export const pText = (p: number | null): string => (p === null ? '–' : significant(p));

/** `0.94 [0.81, 1.00]`; without an interval where none is offered or no resample differs. */
export function probabilityText({ probability, interval }: Improvement): string {
  const range = interval ? ` [${fixed(interval.low, 2)}, ${fixed(interval.high, 2)}]` : '';
  return `${fixed(probability, 2)}${range}`;
}

/** `0.94 [0.81, 1.00]; 6 of 6`: how often the first arm is better, and in how many seeds. */
export function improvementText({ improvement }: MeasuredPair, say: Say = inEnglish): string {
  if (!improvement) return '–';
  const { better, equal, worse } = improvement;
  return say.series([probabilityText(improvement), say`${better} of ${better + equal + worse}`]);
}
