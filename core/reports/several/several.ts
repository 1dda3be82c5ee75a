import type { Say } from '../../words/said/say.ts';
import { sayOf } from '../words/say-of.ts';
import { LabError } from '../../errors.ts';
import type { ReportHeading } from '../../contract/report-heading-schema.ts';
import { experimentDifferences, withText } from '../../experiments/plan/experiment-differences.ts';
import { verdictRule } from '../../experiments/comparison/verdict.ts';
import { pairOf, type PairedDifference } from '../../experiments/comparison/paired-difference.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { tInterval, type Summary } from '../../experiments/statistics/mean-interval.ts';
import { splitOf, splitWords } from '../../experiments/text-split.ts';
import { grouped, significant } from '../../words/number-format.ts';
import { sense, yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { ArmReport, Report } from '../report-data.ts';
import { scoredCharacters } from '../words/method.ts';

/** Two arms over several experiments. */
export interface PairOverTexts {
  readonly a: string;
  readonly b: string;
  /** The judged pair of each experiment, the value of a minus that of b. */
  readonly each: readonly PairedDifference[];
  /** How far a is ahead in each, above 0 where it is; NaN where no seed has both, or diverged seeds flatter who is. */
  readonly advantages: readonly number[];
  /** In how many experiments a is ahead on average, of those that have a value. */
  readonly ahead: number;
  /** The same of b. */
  readonly behind: number;
  /** Over the experiments, each as one draw. */
  readonly over: Summary;
}

/** Several reports side by side: what holds over texts or sizes. */
export interface SeveralReports {
  readonly reports: readonly Report[];
  readonly yardstick: YardstickId;
  /** Arms that all of them have, with the look of the first. */
  readonly arms: readonly { readonly key: string; readonly arm: ArmReport }[];
  readonly pairs: readonly PairOverTexts[];
  /** What differs between them beside the text, a sentence each. */
  readonly differs: readonly string[];
  /** What stands on the page of all; absent where nobody has said anything. */
  readonly heading?: ReportHeading | undefined;
  /** In the language of the first. */
  readonly say: Say;
}

/** An arm is the same in two experiments where it has the same output layer; of two with one layer, where it has the same id. */
function keysOf(reports: readonly Report[]): (arm: ArmReport) => string {
  const once = reports.every(({ arms }) => new Set(arms.map(({ arm }) => arm.layer)).size === arms.length);
  return ({ arm }) => (once ? arm.layer : arm.id);
}

function refuse(what: string, values: readonly string[], next: string): void {
  if (new Set(values).size > 1)
    throw new LabError(
      'bad-argument',
      `These experiments cannot stand in one report: their ${what} differ (${values.join('; ')}).`,
      next,
    );
}

/** The smallest difference that matters, and what judges. */
const ruleOf = (report: Report) => verdictRule(report.experiment, primaryYardstick(report.experiment));

function clippingText({ experiment: { clipping } }: Report, say: Say): string {
  if (clipping.kind === 'off') return say`none`;
  return clipping.kind === 'norm' ? `L2 ≤ ${clipping.threshold}` : `±${clipping.threshold}`;
}

const told: readonly (readonly [what: string, of: (report: Report, say: Say) => string])[] = [
  ['Hidden units', ({ experiment }) => grouped(experiment.model.hidden)],
  ['Steps', ({ experiment }) => grouped(experiment.steps)],
  ['Seeds', ({ experiment }) => grouped(experiment.seeds.length)],
  ['Lengths of a sequence T', ({ experiment }) => grouped(experiment.model.length)],
  ['Sequences of a step B', ({ experiment }) => grouped(experiment.model.batch)],
  [
    'Optimisers',
    ({ experiment: { optimizer } }) => [optimizer.id, ...Object.entries(optimizer.settings)].flat().join(' '),
  ],
  ['Precisions', ({ experiment }) => experiment.precision],
  ['Learning rates', ({ arms }) => arms.map(({ arm }) => arm.rate).join(', ')],
  ['Thresholds of clipping', clippingText],
  ['Evaluated characters', (report) => grouped(scoredCharacters(report))],
  [
    'States that held-out text is read from',
    ({ experiment }, say) => (experiment.evaluation.start === 'carried' ? say`carried over` : 'h = 0'),
  ],
  ['Smallest differences that matter', (report) => significant(ruleOf(report).smallest)],
  ['Rules of the verdict', (report, say) => (ruleOf(report).by === 'tests' ? say`tests` : say`e-process`)],
];

/**
 * Reports that may stand side by side.
 * @param heading of the page of all of them: what is said on each report stands on that alone
 * @throws LabError `bad-argument` where split or yardstick differ, an experiment is there twice, or no two arms are in all
 */
export function severalReports(reports: readonly Report[], heading?: ReportHeading): SeveralReports {
  refuse(
    'yardsticks',
    reports.map(({ experiment }) => yardstickById(primaryYardstick(experiment)).label),
    'Take experiments that declare the same one.',
  );
  refuse(
    'splits of the text',
    reports.map(({ experiment }) => splitWords(splitOf(experiment.corpus))),
    'Take experiments with one kind of split.',
  );
  const same = (a: Report, b: Report) =>
    withText(experimentDifferences(a.experiment, b.experiment), a.corpus, b.corpus).length === 0;
  if (reports.some((a, i) => reports.slice(i + 1).some((b) => same(a, b))))
    throw new LabError(
      'bad-argument',
      'One experiment is named twice.',
      'Name each once: it would count as two.',
    );
  const yardstick = primaryYardstick(reports[0].experiment);
  const keyOf = keysOf(reports);
  const arms = reports[0].arms
    .map((arm) => ({ key: keyOf(arm), arm }))
    .filter(({ key }) => reports.every((report) => report.arms.some((each) => keyOf(each) === key)));
  if (arms.length < 2)
    throw new LabError(
      'bad-argument',
      'No two output layers are in all of these experiments.',
      'Take experiments that compare the same output layers.',
    );
  const sign = -sense(yardstick);
  const pairs = arms.flatMap(({ key: a }, i) =>
    arms.slice(i + 1).map(({ key: b }): PairOverTexts => {
      const each = reports.map((report) => {
        const id = (key: string) => report.arms.find((arm) => keyOf(arm) === key)!.arm.id;
        return pairOf(
          report.pairs.filter((pair) => pair.yardstick === yardstick),
          id(a),
          id(b),
        );
      });
      const advantages = each.map(({ summary, diverged, verdict }) => {
        const by = sign * summary.mean;
        // The seeds that did not diverge flatter the arm whose others did.
        const flattered = by > 0 ? diverged.a > diverged.b : diverged.b > diverged.a;
        return verdict.kind === 'none' || flattered ? NaN : by;
      });
      const known = advantages.filter(Number.isFinite);
      const over = tInterval(known);
      const behind = known.filter((value) => value < 0).length;
      return { a, b, each, advantages, ahead: known.filter((value) => value > 0).length, behind, over };
    }),
  );
  const say = sayOf(reports[0]);
  const differs = told.flatMap(([what, of]) => {
    const values = reports.map((report) => of(report, say));
    return new Set(values).size > 1 ? [say`${say.of(what)} differ: ${values.join(' → ')}.`] : [];
  });
  return { reports, yardstick, arms, pairs, differs, heading, say };
}
