import { fixed } from '../../words/number-format.ts';
import type { MeasuredPair, PairedDifference } from './paired-difference.ts';
import type { YardstickId } from '../../yardsticks/registry.ts';
import type { ArmStanding } from './standing.ts';

/** No value is printed with more decimals: what differs later matters to nobody. */
const mostDigits = 5;
/** More than a float64 of usual size holds. */
const allDigits = 15;

/**
 * The fewest decimals, from `least` on, with which the numbers of a group that differ are printed differently: a table
 * that says *0.001 against 0.001: better* says nothing. Numbers that `mostDigits` decimals cannot tell apart ask for none.
 */
export function tellingDigits(least: number, ...groups: readonly (readonly number[])[]): number {
  let digits = least;
  for (const group of groups) {
    const sorted = [...new Set(group.filter(Number.isFinite))].sort((a, b) => a - b);
    for (const [i, value] of sorted.slice(1).entries()) {
      const isTold = (by: number) => fixed(value, by) !== fixed(sorted[i], by);
      let needed = digits;
      while (needed < mostDigits && !isTold(needed)) needed++;
      if (isTold(needed)) digits = needed;
    }
  }
  return digits;
}

/**
 * Decimals of a column of means with their intervals: means that differ look different, and no half-width looks like 0.
 * @param pairs judged, on any yardstick; arms that a verdict tells apart look different, however near they are
 */
export function standingDigits(
  rows: readonly Pick<ArmStanding, 'armId' | 'yardsticks'>[],
  { id, digits }: { readonly id: YardstickId; readonly digits: number },
  pairs: readonly PairedDifference[] = [],
): number {
  const summaries = rows.map((row) => row.yardsticks[id]);
  const halves = summaries.flatMap(({ interval }) => (interval ? [[0, interval.halfWidth]] : []));
  let shown = tellingDigits(
    digits,
    summaries.map(({ mean }) => mean),
    ...halves,
  );
  const mean = (armId: string) => rows.find((row) => row.armId === armId)!.yardsticks[id].mean;
  for (const { a, b, yardstick, verdict } of pairs)
    if (yardstick === id && verdict.kind === 'better')
      while (shown < allDigits && fixed(mean(a), shown) === fixed(mean(b), shown)) shown++;
  return shown;
}

/** Decimals of a difference with its intervals: none of its numbers looks like another one, or like 0. */
export function pairDigits({ summary, bca }: Pick<MeasuredPair, 'summary' | 'bca'>, least: number): number {
  const ends = [summary.interval, bca].map((range) => (range ? [range.low, summary.mean, range.high] : []));
  return tellingDigits(least, ...ends, ...[summary.mean, ...ends.flat()].map((value) => [0, value]));
}
