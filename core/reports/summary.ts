import type { PairedDifference } from '../experiments/paired-difference.ts';
import { yardsticks, type YardstickId } from '../experiments/run.ts';
import { counted, fixed, significant } from './number-format.ts';
import type { ArmReport, Report } from './report.ts';

/** Who is ahead on one yardstick, and how sure that is. */
export interface YardstickSummary {
  readonly yardstick: YardstickId;
  readonly label: string;
  readonly text: string;
}

/** A value of a yardstick as it is printed everywhere. */
export function yardstickValue(id: YardstickId, value: number): string {
  return fixed(value, yardsticks.find((yardstick) => yardstick.id === id)!.digits);
}

/** `−0.170 [−0.210, −0.130]`, or without an interval. */
export function differenceText({ yardstick, summary }: PairedDifference): string {
  const signed = (value: number) => (value > 0 ? '+' : '') + yardstickValue(yardstick, value);
  const { n, mean, interval } = summary;
  if (n === 0) return '–';
  return interval
    ? `${signed(mean)} [${signed(interval.low)}, ${signed(interval.high)}]`
    : `${signed(mean)} [no interval]`;
}

/** `p = 0.031` or what there is instead. */
export function signFlipText({ signFlip }: PairedDifference): string {
  return signFlip ? `p = ${significant(signFlip.p)}` : 'none';
}

export function verdictText({ verdict }: PairedDifference, a: string, b: string): string {
  if (verdict === 'not-decided') return 'not decided';
  return `${verdict === 'a-better' ? a : b} better`;
}

export function labelOf({ arms }: Report, armId: string): string {
  return arms.find(({ arm }) => arm.id === armId)!.label;
}

/** The distinct sentences behind some verdicts, and the number of the sentence of each pair. */
export function notesOf(pairs: readonly PairedDifference[]): {
  readonly notes: readonly string[];
  readonly number: (pair: PairedDifference) => number;
} {
  const notes = [...new Set(pairs.map(({ words }) => words))];
  return { notes, number: ({ words }) => notes.indexOf(words) + 1 };
}

/** The two best arms of a yardstick by their means; fewer when there are fewer with a value. */
function leaders({ arms }: Report, id: YardstickId, better: 'lower' | 'higher'): readonly ArmReport[] {
  const of = ({ standing }: ArmReport) => standing.yardsticks[id].mean;
  return arms
    .filter((arm) => Number.isFinite(of(arm)))
    .sort((a, b) => (better === 'lower' ? of(a) - of(b) : of(b) - of(a)))
    .slice(0, 2);
}

/** `0.041, 95 % interval 0.018 … 0.063 over 5 pairs`: how far the leader is ahead, positive either way. */
function margin({ summary, yardstick }: PairedDifference, flip: boolean): string {
  const { n, mean, interval } = summary;
  const value = (x: number) => yardstickValue(yardstick, flip ? -x : x);
  const pairs = `over ${counted(n, 'pair')}`;
  if (!interval) return `${value(mean)} ${pairs}, no interval`;
  const [low, high] = flip ? [interval.high, interval.low] : [interval.low, interval.high];
  return `${value(mean)}, 95 % interval ${value(low)} … ${value(high)} ${pairs}`;
}

/** For each yardstick: the arm ahead, how far ahead of the next, seed by seed, and whether that is decided. */
export function summaries(report: Report): YardstickSummary[] {
  return yardsticks.map(({ id, label, better }) => {
    const [first, second] = leaders(report, id, better);
    const base = { yardstick: id, label };
    if (!first) return { ...base, text: 'No arm has a value.' };
    const value = ({ label: name, standing }: ArmReport) =>
      `${name} (${yardstickValue(id, standing.yardsticks[id].mean)})`;
    if (!second) {
      const alone = report.arms.length === 1 ? 'There is one arm.' : 'No other arm has a value.';
      return { ...base, text: `${value(first)}. ${alone}` };
    }
    const pair = report.pairs.find(
      ({ a, b, yardstick }) =>
        yardstick === id && [a, b].includes(first.arm.id) && [a, b].includes(second.arm.id),
    )!;
    const ahead = `${value(first)} has the best mean, ${value(second)} the next.`;
    if (pair.summary.n === 0) return { ...base, text: `${ahead} ${pair.words}` };
    // Positive when the leader is better, whichever way the yardstick points and whichever arm stands first.
    const flip = (pair.a === first.arm.id) === (better === 'lower');
    const verdict = pair.verdict === 'not-decided' ? 'not decided' : 'better';
    return { ...base, text: `${ahead} Ahead by ${margin(pair, flip)}: ${verdict}. ${pair.words}` };
  });
}
