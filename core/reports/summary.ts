import type { PairedDifference } from '../experiments/paired-difference.ts';
import { yardsticks, type YardstickId } from '../experiments/run.ts';
import { fixed, significant } from './number-format.ts';
import type { ArmReport, Report } from './report.ts';

/** Who is ahead on one yardstick, and how sure that is. */
export interface YardstickSummary {
  readonly yardstick: YardstickId;
  readonly label: string;
  /** One or two sentences. */
  readonly text: string;
}

/** A value of a yardstick as it is printed everywhere. */
export function yardstickValue(id: YardstickId, value: number): string {
  return fixed(value, yardsticks.find((yardstick) => yardstick.id === id)!.digits);
}

/** `−0.170 (95 % interval −0.210 … −0.130)` or without an interval. */
export function differenceText({ yardstick, summary }: PairedDifference): string {
  const sign = (value: number) => (value > 0 ? '+' : '') + yardstickValue(yardstick, value);
  const { mean, interval } = summary;
  return interval
    ? `${sign(mean)} (95 % interval ${sign(interval.low)} … ${sign(interval.high)})`
    : `${sign(mean)} (no interval)`;
}

/** `p = 0.031` or what there is instead. */
export function signFlipText({ signFlip }: PairedDifference): string {
  return signFlip ? `p = ${significant(signFlip.p)}` : 'none';
}

export function verdictText({ verdict }: PairedDifference, a: string, b: string): string {
  if (verdict === 'not-decided') return 'not decided';
  return `${verdict === 'a-better' ? a : b} better`;
}

/** For each yardstick: the arm ahead, and its difference to the next one, seed by seed. */
export function summaries(report: Report): YardstickSummary[] {
  return yardsticks.map(({ id, label, better }) => {
    const of = ({ standing }: ArmReport) => standing.yardsticks[id].mean;
    const ranked = report.arms
      .filter((arm) => Number.isFinite(of(arm)))
      .sort((a, b) => (better === 'lower' ? of(a) - of(b) : of(b) - of(a)));
    const [first, second] = ranked;
    const base = { yardstick: id, label };
    if (!first) return { ...base, text: 'No arm has a value.' };
    const value = `${first.label} ${yardstickValue(id, of(first))}`;
    if (!second) return { ...base, text: `${value}; there is no other arm with a value.` };
    const pair = report.pairs.find(
      ({ a, b, yardstick }) =>
        yardstick === id && [a, b].includes(first.arm.id) && [a, b].includes(second.arm.id),
    )!;
    const verdict = pair.verdict === 'not-decided' ? 'not decided' : 'better';
    return {
      ...base,
      text:
        `${value}, ahead of ${second.label} ${yardstickValue(id, of(second))}. ` +
        `${labelOf(report, pair.a)} minus ${labelOf(report, pair.b)}: ${differenceText(pair)}: ${verdict}. ${pair.words}`,
    };
  });
}

export function labelOf({ arms }: Report, armId: string): string {
  return arms.find(({ arm }) => arm.id === armId)!.label;
}
