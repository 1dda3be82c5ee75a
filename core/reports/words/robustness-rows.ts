import { compact } from '../../words/compact.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { tellingDigits } from '../../experiments/comparison/printed-numbers.ts';
import {
  robustnessOf,
  robustnessWords,
  variations,
  type Robustness,
} from '../../experiments/comparison/robustness.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { fixed } from '../../words/number-format.ts';
import type { Measured, WordTable } from '../report-data.ts';

/** The arms as compared, then after each variation. */
interface RobustnessRows extends WordTable {
  /** One for each variation that was trained: whether the order holds, with the numbers. */
  readonly sentences: readonly string[];
}

/** What a robustness repeat has shown; null where none was made. */
export function robustnessRows(report: Measured, say: Say = inEnglish): RobustnessRows | null {
  const { experiment, runs, robustness, arms } = report;
  if (!robustness) return null;
  const all = robustness.repeats.map((repeat) => robustnessOf(experiment, runs, repeat));
  const label = (armId: string) => arms.find(({ arm }) => arm.id === armId)!.label;
  const skipped = robustness.skipped.map(
    ({ id, why }) =>
      say`Not repeated ${say.of(variations.find((each) => each.id === id)!.label)}: ${say.of(why)}`,
  );
  const cut = robustness.cancelled ? [say`The repeat was cancelled before its end.`] : [];
  const sentences = [...all.map((each) => capital(robustnessWords(each, label, say))), ...skipped, ...cut];
  const [first] = all;
  if (!first) return { sentences, caption: '', head: [], rows: [] };
  const { yardstick, seeds } = first;
  const { label: own, digits: least } = yardstickById(yardstick);
  const name = say.of(own);
  const digits = tellingDigits(
    least,
    ...all.flatMap((each) => [each.arms.map(({ before }) => before), each.arms.map(({ after }) => after)]),
  );
  const value = (x: number) => (Number.isNaN(x) ? '–' : fixed(x, digits));
  return {
    sentences,
    caption: say`Mean ${name} over the first ${say.counted(seeds, 'seed')}, as compared and with one thing changed at a time. Differences between variations are of other networks, not of chance alone.`,
    head: [say`as compared`, ...all.map(({ change }) => say.of(change))],
    rows: arms.map(({ arm }) => [
      value(valueOf(first, arm.id, 'before')),
      ...all.map((each) => {
        const { lost } = each.arms.find(({ armId }) => armId === arm.id)!;
        return `${value(valueOf(each, arm.id, 'after'))}${lost > 0 ? say`, ${say.counted(lost, 'seed')} lost` : ''}`;
      }),
    ]),
  };
}

/** Variations after which the order is another one, or a difference is gone; empty where all holds, or was never tried. */
export function brokenBy(
  report: Pick<Measured, 'experiment' | 'runs' | 'robustness'>,
  say: Say,
): readonly string[] {
  const { experiment, runs, robustness } = report;
  const all = (robustness?.repeats ?? []).map((repeat) => robustnessOf(experiment, runs, repeat));
  const changes = (test: (each: Robustness) => boolean) =>
    all.filter(test).map(({ change }) => say.of(change));
  const broken = changes(({ holds }) => !holds);
  const weaker = changes(({ holds, weakens }) => holds && weakens);
  return compact([
    broken.length > 0 &&
      say`The order of the output layers does not hold in a repeat of the first seeds ${say.listed(broken)}: it rests on that choice as much as on the output layers.`,
    weaker.length > 0 &&
      say`In a repeat of the first seeds ${say.listed(weaker)} the order holds, but a difference that mattered does not matter any more.`,
  ]);
}

const valueOf = ({ arms }: Robustness, id: string, when: 'before' | 'after') =>
  arms.find(({ armId }) => armId === id)![when];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
