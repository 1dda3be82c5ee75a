import type { PairedDifference } from './paired-difference.ts';
import type { YardstickId } from '../yardsticks/registry.ts';
import type { ArmStanding } from './standing.ts';

/** No value is printed with more decimals: what differs later matters to nobody. */
const mostDigits = 5;

/** With fixed decimals and a true minus sign. */
export function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits).replace('-', '−') : String(value);
}

/**
 * A difference with the sign that figures in a table have: `+0.100`, `−0.210`, `0.000`; where the decimals would show
 * nothing of it, two digits that matter: `−3.1e−6`. A dash for what is no number.
 */
export function signed(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const isLost = value !== 0 && Number(value.toFixed(digits)) === 0;
  const text = isLost
    ? value.toExponential(1)
    : Math.abs(value) === 0
      ? (0).toFixed(digits)
      : value.toFixed(digits);
  return `${value > 0 ? '+' : ''}${text.replaceAll('-', '−')}`;
}

/**
 * The fewest decimals, from `least` on, with which the numbers of a group that differ are printed differently: a table
 * that says *0.001 against 0.001: better* says nothing. Numbers that `mostDigits` decimals cannot tell apart ask for none.
 */
export function tellingDigits(least: number, ...groups: readonly (readonly number[])[]): number {
  let digits = least;
  for (const group of groups) {
    const sorted = [...new Set(group.filter(Number.isFinite))].sort((a, b) => a - b);
    for (const [i, value] of sorted.slice(1).entries()) {
      const isTold = (by: number) => value.toFixed(by) !== sorted[i]!.toFixed(by);
      let needed = digits;
      while (needed < mostDigits && !isTold(needed)) needed++;
      if (isTold(needed)) digits = needed;
    }
  }
  return digits;
}

/** Decimals of a column of means with their intervals: means that differ look different, and no half-width looks like 0. */
export function standingDigits(
  rows: readonly Pick<ArmStanding, 'yardsticks'>[],
  { id, digits }: { readonly id: YardstickId; readonly digits: number },
): number {
  const summaries = rows.map((row) => row.yardsticks[id]);
  const halves = summaries.flatMap(({ interval }) => (interval ? [[0, interval.halfWidth]] : []));
  return tellingDigits(
    digits,
    summaries.map(({ mean }) => mean),
    ...halves,
  );
}

/** Decimals of a difference with its intervals: none of its numbers looks like another one, or like 0. */
export function pairDigits(
  { summary, bca }: Pick<PairedDifference, 'summary' | 'bca'>,
  least: number,
): number {
  const ends = [summary.interval, bca].map((range) => (range ? [range.low, summary.mean, range.high] : []));
  return tellingDigits(least, ...ends, ...[summary.mean, ...ends.flat()].map((value) => [0, value]));
}
