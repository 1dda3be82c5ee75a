import type { Improvement } from '../experiments/improvement.ts';
import { isLevel, leadOf, ranking, sameMean, type Lead } from '../experiments/lead.ts';
import type { PairedDifference } from '../experiments/paired-difference.ts';
import { yardstickById, yardsticks, type YardstickId } from '../yardsticks/registry.ts';
import type { ArmStanding } from '../experiments/standing.ts';
import { pairDigits } from '../experiments/printed-numbers.ts';
import { counted, fixed, signed, significant } from '../figures/numbers.ts';
import type { Report } from './report.ts';

/** Who is ahead on one yardstick, and how sure that is. */
export interface YardstickSummary {
  readonly yardstick: YardstickId;
  readonly label: string;
  readonly text: string;
}

/** A value of a yardstick, with the digits that it has everywhere or those that its table needs. */
export function yardstickValue(
  id: YardstickId,
  value: number,
  digits: number = yardstickById(id).digits,
): string {
  return fixed(value, digits);
}

/** `−0.170 [−0.210, −0.130]`, or without an interval. */
export function differenceText(pair: PairedDifference): string {
  const { n, mean, interval } = pair.summary;
  const digits = pairDigits(pair, yardstickById(pair.yardstick).digits);
  if (n === 0) return '–';
  return interval
    ? `${signed(mean, digits)} [${signed(interval.low, digits)}, ${signed(interval.high, digits)}]`
    : `${signed(mean, digits)} [no interval]`;
}

/** `p = 0.031` or what there is instead. */
export function signFlipText({ signFlip }: PairedDifference): string {
  return signFlip ? `p = ${significant(signFlip.p)}` : 'none';
}

/** `p = 0.19`, or that there is nothing to correct. */
export function holmText({ holm }: PairedDifference): string {
  return holm === null ? '–' : `p = ${significant(holm)}`;
}

/** `0.94 [0.81, 1.00]; 6 of 6`: how often the first arm is better, with a bootstrap interval, and in how many seeds. */
export function improvementText({ improvement }: PairedDifference): string {
  if (!improvement) return '–';
  const { better, equal, worse } = improvement;
  return `${probabilityText(improvement)}; ${better} of ${better + equal + worse}`;
}

/** `0.94 [0.81, 1.00]`; without an interval where no resample differs. */
export function probabilityText({ probability, interval }: Improvement): string {
  const range = interval ? ` [${fixed(interval.low, 2)}, ${fixed(interval.high, 2)}]` : '';
  return `${fixed(probability, 2)}${range}`;
}

/** `[−0.210, −0.130]` */
export function bcaText(pair: PairedDifference): string {
  const { bca, yardstick } = pair;
  const digits = pairDigits(pair, yardstickById(yardstick).digits);
  return bca ? `[${signed(bca.low, digits)}, ${signed(bca.high, digits)}]` : '–';
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

/** `0.041, 95 % interval 0.018 … 0.063 over 5 pairs`: how far an arm is ahead, positive for either sense of better. */
function margin({ by, interval, pair: { yardstick, summary } }: Lead): string {
  const value = (x: number) => yardstickValue(yardstick, x);
  const pairs = `over ${counted(summary.n, 'pair')}`;
  if (!interval) return `${value(by)} ${pairs}, no interval`;
  return `${value(by)}, 95 % interval ${value(interval.low)} … ${value(interval.high)} ${pairs}`;
}

/** For each yardstick: the arm ahead, how far ahead of the next, seed by seed, and whether that is decided. */
export function summaries(report: Report): YardstickSummary[] {
  return yardsticks.map(({ id, label }) => {
    const ranked = ranking(
      report.arms.map(({ standing }) => standing),
      id,
    );
    const [first, second] = ranked;
    const base = { yardstick: id, label };
    if (!first) return { ...base, text: 'No arm has a value.' };
    const name = ({ armId }: ArmStanding) => labelOf(report, armId);
    const value = (row: ArmStanding) => `${name(row)} (${yardstickValue(id, row.yardsticks[id].mean)})`;
    if (!second) {
      const alone = report.arms.length === 1 ? 'There is one arm.' : 'No other arm has a value.';
      return { ...base, text: `${value(first)}. ${alone}` };
    }
    const best = ranked.filter((row) => sameMean(first, row, id));
    const means =
      best.length > 1
        ? `${best.slice(0, -1).map(value).join(', ')} and ${value(best.at(-1)!)} are equal: they share the best mean.`
        : `${value(first)} has the best mean, ${value(second)} the next.`;
    const lead = leadOf(first, second, id);
    const { summary, verdict: decided, words } = lead.pair;
    if (summary.n === 0) return { ...base, text: `${means} ${words}` };
    const distance = isLevel(lead)
      ? `Seed by seed ${name(first)} and ${name(second)} are equal on average: difference ${margin(lead)}`
      : lead.ahead === first && best.length === 1
        ? `Ahead by ${margin(lead)}`
        : `Seed by seed ${name(lead.ahead)} is ahead by ${margin(lead)}`;
    const verdict = decided === 'not-decided' ? 'not decided' : 'better';
    return { ...base, text: `${means} ${distance}: ${verdict}. ${words}` };
  });
}
