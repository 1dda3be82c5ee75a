import { inEnglish, type Say } from '../../words/said/say.ts';
import { inShort } from '../../experiments/comparison/in-short.ts';
import { fixed } from '../../words/number-format.ts';
import { yardstickById, yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import type { Report } from '../report-data.ts';

/** Who is ahead on one yardstick, and how sure that is. */
interface YardstickSummary {
  readonly yardstick: YardstickId;
  readonly label: string;
  readonly text: string;
}

/** A value of a yardstick as it is printed where nothing asks for more digits. */
export function yardstickValue(id: YardstickId, value: number): string {
  return fixed(value, yardstickById(id).digits);
}

/** The name of an arm of a report. */
export const labelOf =
  ({ arms }: Pick<Report, 'arms'>) =>
  (armId: string): string =>
    arms.find(({ arm }) => arm.id === armId)!.label;

/** For each yardstick: the arm ahead, how far ahead of the next, seed by seed, and whether that is decided. */
export function summaries(report: Report, say: Say = inEnglish): YardstickSummary[] {
  const rows = report.arms.map(({ standing }) => standing);
  return yardsticks.map(({ id, label }) => {
    const pairs = report.pairs.filter(({ yardstick }) => yardstick === id);
    const { means, text, why } = inShort(rows, pairs, id, labelOf(report), say);
    return { yardstick: id, label: say.of(label), text: say.sentences([means, text, why]) };
  });
}
