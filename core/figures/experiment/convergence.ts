import { valuesAt } from '../../experiments/comparison/convergence-columns.ts';
import { onOneGrid } from '../../experiments/thinning.ts';
import { timeToTarget } from '../../experiments/comparison/steps-to-target.ts';
import { unreadRemark } from '../../experiments/comparison/unread.ts';
import { gradientEvery } from '../../experiments/run.ts';
import { tInterval } from '../../experiments/statistics/mean-interval.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import {
  armColumns,
  bandWords,
  lacksReading,
  seriesOf,
  type ArmColumns,
  type IntervalOf,
} from './convergence-curves.ts';
import { xLabels, type ConvergenceQuestion, type Range } from './convergence-question.ts';
import { curveDomain, type DomainWish } from '../domain.ts';
import {
  baselinesOf,
  divergedWords,
  policyOf,
  rateOf,
  runsOf,
  sayOf,
  type ExperimentSource,
} from './experiment-source.ts';
import type { Figure, FigureAxis, LineSeries, Mark } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';

/** Where seeds diverged: at their last evaluation. */
function crosses(source: ExperimentSource, { yardstick, x, logX }: ConvergenceQuestion): Mark[] {
  return source.arms.flatMap(({ id }, look) =>
    runsOf(source, id).flatMap(({ divergence, evaluations }): Mark[] => {
      const last = evaluations.at(-1);
      return divergence && last && (!logX || last[x] > 0)
        ? [{ look, x: last[x], y: last[yardstick], kind: 'cross' }]
        : [];
    }),
  );
}

/** Where every seed of an arm has reached the target: the mean of the times, on the target's line. */
function rings(source: ExperimentSource, { yardstick, x, logX, target }: ConvergenceQuestion): Mark[] {
  if (target === null) return [];
  return source.arms.flatMap(({ id }, look): Mark[] => {
    const times = runsOf(source, id).map((run) => timeToTarget(run, yardstick, target));
    const reached = times.flatMap((time) => (time.reached ? [time[x]] : []));
    if (reached.length === 0 || reached.length < times.length) return [];
    const mean = reached.reduce((sum, at) => sum + at, 0) / reached.length;
    return logX && !(mean > 0) ? [] : [{ look, x: mean, y: target, kind: 'ring' }];
  });
}

function xAxis(
  { experiment, say = inEnglish }: ExperimentSource,
  question: ConvergenceQuestion,
  series: readonly LineSeries[],
): FigureAxis {
  const { x, logX } = question;
  const reached = Math.max(...series.map(({ x: xs }) => (xs.length > 0 ? xs[xs.length - 1] : 0)), 0);
  const first = Math.min(
    ...series.flatMap(({ x: xs }) => (xs.length > 0 && xs[0] > 0 ? [xs[0]] : [])),
    Infinity,
  );
  const furthest = x === 'step' ? experiment.steps : reached || 1;
  const whole: Range = [logX ? (Number.isFinite(first) ? first : 1) : 0, furthest];
  const domain: Range = whole[0] < whole[1] ? whole : [whole[0], whole[0] + 1];
  return { label: say.of(xLabels[x]), scale: logX ? 'log' : 'linear', domain, whole: x !== 'seconds' };
}

/** What line and band are, and on what they rest. */
function subtitle(
  source: ExperimentSource,
  { band, traces, training, span, yardstick }: ConvergenceQuestion,
): string {
  const n = source.experiment.seeds.length;
  const { better } = yardstickById(yardstick);
  const say = sayOf(source);
  return [
    better === 'lower' ? say`lower is better` : say`higher is better`,
    n === 1
      ? say`one seed, no band`
      : say`mean of ${n} paired seeds${bandWords(band, say)}${traces ? say`, each seed faint` : ''}`,
    ...(span > 1 ? [say`moving average of each seed over ${span} evaluations, the measured mean faint`] : []),
    ...(training ? [say`dotted: training batches, every ${gradientEvery}th step before its update`] : []),
    policyOf(source),
  ].join(' · ');
}

/** The target line is in sight, at the edge at most: an axis that gave it room would run away from whoever drags it. */
function withTarget([low, high]: Range, { target, logY }: ConvergenceQuestion): Range {
  if (target === null || (logY && !(target > 0))) return [low, high];
  return [Math.min(low, target), Math.max(high, target)];
}

/** One yardstick of all arms over training, from columns that were worked out before. */
export function convergenceOf(
  source: ExperimentSource,
  columns: readonly ArmColumns[],
  question: ConvergenceQuestion,
  bca: IntervalOf = () => null,
): Figure {
  const { yardstick, logY, within, target, all } = question;
  const { label: name, bounds } = yardstickById(yardstick);
  const say = sayOf(source);
  const label = say.of(name);
  const own = source.arms.map(({ id }) => runsOf(source, id));
  const series = columns.flatMap((each, look) =>
    seriesOf(look, each, question, bca, divergedWords(own[look], say)),
  );
  /** Axes are those of all that there is, whatever stretch is looked at. */
  const whole = within.x
    ? columns.flatMap((each, look) =>
        seriesOf(look, each, { ...question, within: { x: null, y: null } }, bca, undefined),
      )
    : series;
  const marks = crosses(source, question);
  const baselines = baselinesOf(source, yardstick);
  const wish: DomainWish = {
    scale: logY ? 'log' : 'linear',
    bounds: [bounds.low, bounds.high],
    all,
    // Before anything is measured the lines are what there is to see.
    ...(whole.every(({ x }) => x.length === 0) && { include: [0, ...baselines.map(({ value }) => value)] }),
  };
  const unread = source.arms.filter((_, look) => lacksReading(own[look], yardstick));
  const unplaced = question.logX || logY ? withoutPlace(columns, question, say) : null;
  const early = source.runs.some(({ early: ended }) => ended !== null);
  const panel = linesPanel({
    x: xAxis(source, question, whole),
    y: { label, scale: logY ? 'log' : 'linear', domain: withTarget(curveDomain(whole, wish), question) },
    series,
    rules: [
      ...baselines,
      ...(target === null ? [] : [{ label: say`target`, value: target, kind: 'target' } as const]),
    ],
    marks: [...marks, ...rings(source, question)],
  });
  return {
    id: `convergence-${yardstick}`,
    title: say`Held-out ${label}`,
    subtitle: subtitle(source, question),
    notes: [
      ...(marks.length > 0 ? [say`✕ the last value of a seed that diverged`] : []),
      ...unread.map((arm) => say`${arm.label}: ${say.of(unreadRemark)}`),
      ...(early ? [say`seeds that ended early stay at their end`] : []),
      ...(unplaced === null ? [] : [unplaced]),
    ],
    looks: source.arms,
    across: 1,
    panels: [panel],
    table: convergenceTable(source, question),
  };
}

/** The same from the runs. */
export const convergence = (
  source: ExperimentSource,
  question: ConvergenceQuestion,
  bca?: IntervalOf,
): Figure => convergenceOf(source, armColumns(source, question), question, bca);

/**
 * The curves as measured, neither smoothed nor thinned, one row per arm and step. Where training batches are drawn their
 * rows follow those of the arm, and a column says which text a row is of.
 */
function convergenceTable(source: ExperimentSource, { yardstick, training }: ConvergenceQuestion) {
  const { arms } = source;
  const { seeds } = source.experiment;
  const columns = [
    ...['output layer', 'learning rate', 'policy', ...(training ? ['text'] : [])],
    ...['step', 'characters', 'seconds', 'seeds'],
    ...[`mean ${yardstickById(yardstick).label}`, 't low', 't high'],
    ...seeds.map((seed) => `seed ${seed}`),
  ];
  return tableOf(columns, function* () {
    const policy = policyOf(source);
    for (const [k, each] of armColumns(source, { yardstick, span: 1, training }).entries()) {
      const { columns: c, raw, training: batches } = each;
      const { id, label } = arms[k];
      const own = runsOf(source, id);
      // What is not there for this layer is an empty cell.
      const gap = lacksReading(own, yardstick);
      const places = seeds.map((seed) => own.findIndex((run) => run.seed === seed));
      const row = (text: string, place: readonly number[], values: readonly number[], mean: number) => {
        const { interval } = tInterval(values);
        return [
          ...[label, rateOf(source, id), policy, ...(training ? [text] : []), ...place, values.length],
          ...[gap ? '' : mean, interval?.low ?? '', interval?.high ?? ''],
        ];
      };
      const onGrid = onOneGrid(own);
      for (let i = 0; i < raw.length; i++)
        yield [
          ...row('held-out', [c.step[i], c.characters[i], c.seconds[i]], valuesAt(c, i), raw[i]),
          ...places.map((at) => (at >= 0 && !gap && c.present[at][i] === 1 ? c.values[at][i] : '')),
        ];
      for (const [i, step] of batches?.step.entries() ?? []) {
        const values = places.map((at) => onGrid[at]?.training[yardstick][i]);
        const place = [step, batches!.characters[i], batches!.seconds[i]];
        yield [
          ...row(
            'training batches',
            place,
            values.filter((value) => value !== undefined),
            batches!.mean[i],
          ),
          ...values.map((value) => value ?? ''),
        ];
      }
    }
  });
}

/** Means that have no place on a logarithmic axis, in words; null where all have one. */
export function withoutPlace(
  columns: readonly ArmColumns[],
  { x, logX, logY }: ConvergenceQuestion,
  say: Say = inEnglish,
): string | null {
  let count = 0;
  for (const { columns: c, mean } of columns)
    for (let i = 0; i < mean.length; i++) if ((logX && !(c[x][i] > 0)) || (logY && mean[i] <= 0)) count++;
  return count === 0
    ? null
    : count === 1
      ? say`${say.counted(count, 'mean')} has no place on a logarithmic axis (step 0, or a value of 0 or below).`
      : say`${say.counted(count, 'mean')} have no place on a logarithmic axis (step 0, or a value of 0 or below).`;
}
