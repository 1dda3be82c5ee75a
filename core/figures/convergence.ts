import {
  convergenceColumns,
  meansOf,
  valuesAt,
  type SeedColumns,
} from '../experiments/comparison/convergence-columns.ts';
import type { ConvergenceColumns } from '../experiments/comparison/convergence-columns.ts';
import { tInterval } from '../experiments/statistics/mean-interval.ts';
import { gradientEvery, type RunRecord } from '../experiments/run.ts';
import { onOneGrid } from '../experiments/thinning.ts';
import { isUnread, unreadRemark } from '../experiments/comparison/unread.ts';
import { timeToTarget } from '../experiments/comparison/time-to-target.ts';
import { counted } from '../words/number-format.ts';
import { yardstickById, type YardstickId } from '../yardsticks/registry.ts';
import { curveDomain, type DomainWish } from './domain.ts';
import { baselinesOf, divergedWords, policyOf, runsOf, type ExperimentSource } from './experiment-source.ts';
import type { Figure, FigureAxis, LineSeries, LinesPanel, Mark } from './figure.ts';
import { tableOf } from './csv.ts';
import { smooth, thinIndices } from './thin.ts';
import { recordedSpan, trainingColumns, type TrainingColumns } from './training-batches.ts';

export type XAxis = 'step' | 'characters' | 'seconds';
export type Band = 't' | 'bca' | 'off';
export type Range = readonly [low: number, high: number];

/** What is looked at, and how. */
export interface ConvergenceQuestion {
  readonly yardstick: YardstickId;
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly band: Band;
  /** Single seeds too, as fine lines. */
  readonly traces: boolean;
  /** The same yardstick of training batches beside it, dotted. */
  readonly training: boolean;
  /** Evaluations of the moving average; 1 smooths nothing. */
  readonly span: number;
  /** Stretches of the axes that are looked at: of that of x all points are drawn. Null for all. */
  readonly within: { readonly x: Range | null; readonly y: Range | null };
  /** Null: no target line. */
  readonly target: number | null;
  /** The y axis takes in everything, the first steps and what has diverged too. */
  readonly all: boolean;
}

export const convergenceQuestion = (yardstick: YardstickId): ConvergenceQuestion => ({
  yardstick,
  x: 'step',
  logX: false,
  logY: false,
  band: 't',
  traces: false,
  training: false,
  span: 1,
  within: { x: null, y: null },
  target: null,
  all: false,
});

const xLabels: Readonly<Record<XAxis, string>> = {
  step: 'training steps',
  characters: 'characters trained on',
  seconds: 'seconds of training',
};

const mostPoints = 1000;
/** Bootstrap intervals are dear: no more of them than a band needs. */
const mostBootstraps = 200;

/** An interval of the mean of some values, where there is one; null also for one that is not worked out yet. */
export type IntervalOf = (
  values: readonly number[],
) => { readonly low: number; readonly high: number } | null;
const student: IntervalOf = (values) => tInterval(values).interval;

/** The whole measured series of one arm, before anything is left out. */
export interface ArmColumns {
  /** Each seed smoothed over the whole of its series, where smoothing is on. */
  readonly columns: ConvergenceColumns;
  readonly mean: Float64Array;
  /** The mean as it was measured; the same list as `mean` without smoothing. */
  readonly raw: Float64Array;
  readonly training: TrainingColumns | null;
}

/** Each seed smoothed by itself; what is not finite stays a gap. */
function smoothed<C extends SeedColumns>(columns: C, span: number): C {
  const values = columns.values.map((list) => {
    const average = smooth(list, span);
    for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) average[i] = list[i];
    return average;
  });
  return { ...columns, values };
}

/** Whether there is nothing to measure on a yardstick, for nothing is read as probabilities. */
const lacksReading = (runs: readonly RunRecord[], yardstick: YardstickId) =>
  yardstickById(yardstick).ofProbabilities && runs.some(({ evaluations }) => evaluations.some(isUnread));

/** One yardstick of every arm at full length: what is dear, and the same whatever the axes are. */
export const armColumns = (
  source: ExperimentSource,
  { yardstick, span, training }: Pick<ConvergenceQuestion, 'yardstick' | 'span' | 'training'>,
): ArmColumns[] =>
  source.arms.map(({ id }) => {
    const runs = runsOf(source, id);
    const measured = convergenceColumns(runs, yardstick);
    const raw = meansOf(measured);
    const columns = span > 1 ? smoothed(measured, span) : measured;
    const { model, evaluation } = source.experiment;
    return {
      columns,
      mean: span > 1 ? meansOf(columns) : raw,
      raw,
      training:
        training && !lacksReading(runs, yardstick)
          ? trainingColumns(runs, yardstick, {
              span: recordedSpan(span, evaluation.every),
              charactersPerStep: model.length * model.batch,
            })
          : null,
    };
  });

/** The places from the last point before a stretch of the axis to the first one after it. */
function inSight(xs: Float64Array, within: Range | null, logarithmic: boolean): [number, number] {
  let [from, to] = [0, xs.length];
  if (logarithmic) while (from < to && !(xs[from] > 0)) from++;
  if (!within) return [from, to];
  while (from + 1 < to && xs[from + 1] < within[0]) from++;
  while (to - 2 >= from && xs[to - 2] > within[1]) to--;
  return [from, to];
}

/** Ends of the intervals at some places of a series, NaN where there is none; of bootstrap ones as many as a band needs. */
export function bandsAt(columns: SeedColumns, places: readonly number[], band: Band, bca: IntervalOf) {
  const low = new Float64Array(places.length).fill(NaN);
  const high = low.slice();
  if (band === 'off') return {};
  const stride = band === 'bca' ? Math.ceil(places.length / mostBootstraps) : 1;
  const interval = band === 'bca' ? bca : student;
  let found = false;
  places.forEach((i, at) => {
    if (at % stride !== 0 && at !== places.length - 1) return;
    const ends = interval(valuesAt(columns, i));
    if (!ends) return;
    [low[at], high[at]] = [ends.low, ends.high];
    found = true;
  });
  return found ? { low, high } : {};
}

/** What is drawn of one arm: about 1000 points of the stretch in sight, chosen so that no spike is lost. */
function seriesOf(
  look: number,
  { columns, mean, raw, training }: ArmColumns,
  { x, logX, band, traces, within }: ConvergenceQuestion,
  bca: IntervalOf,
  end: string | undefined,
): LineSeries[] {
  const kept = (values: Float64Array, xs = columns[x]) => {
    const [from, to] = inSight(xs, within.x, logX);
    return thinIndices(to - from, (i) => values[from + i], mostPoints).map((i) => from + i);
  };
  const line = (values: Float64Array, xs = columns[x], places = kept(values, xs)) => ({
    look,
    x: Float64Array.from(places, (i) => xs[i]),
    y: Float64Array.from(places, (i) => values[i]),
  });
  const places = kept(mean);
  return [
    ...(traces && columns.values.length > 1
      ? columns.values.map((values, k): LineSeries => ({
          ...line(values),
          weight: 'fine',
          part: `seed ${k + 1}`,
        }))
      : []),
    ...(raw === mean ? [] : [{ ...line(raw), weight: 'fine', part: 'as measured' } as const]),
    ...(training
      ? [
          {
            ...line(training.mean, training[x]),
            weight: 'fine',
            line: 'dotted',
            part: 'training batches',
          } as const,
        ]
      : []),
    {
      ...line(mean, columns[x], places),
      weight: 'strong',
      ...(raw === mean ? {} : { measured: Float64Array.from(places, (i) => raw[i]) }),
      ...bandsAt(columns, places, band, bca),
      ...(end === undefined ? {} : { end }),
    },
  ];
}

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
  { experiment }: ExperimentSource,
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
  return { label: xLabels[x], scale: logX ? 'log' : 'linear', domain, whole: x !== 'seconds' };
}

const bandWords: Readonly<Record<Band, string>> = {
  t: ', band: 95 % t interval',
  bca: ', band: 95 % BCa interval',
  off: '',
};

/** What line and band are, and on what they rest. */
function subtitle(
  source: ExperimentSource,
  { band, traces, training, span, yardstick }: ConvergenceQuestion,
): string {
  const n = source.experiment.seeds.length;
  const { better } = yardstickById(yardstick);
  return [
    `${better} is better`,
    n === 1
      ? 'one seed, no band'
      : `mean of ${n} paired seeds${bandWords[band]}${traces ? ', each seed faint' : ''}`,
    ...(span > 1 ? [`moving average of each seed over ${span} evaluations, the measured mean faint`] : []),
    ...(training ? [`dotted: training batches, every ${gradientEvery}th step before its update`] : []),
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
  const { label, bounds } = yardstickById(yardstick);
  const own = source.arms.map(({ id }) => runsOf(source, id));
  const series = columns.flatMap((each, look) =>
    seriesOf(look, each, question, bca, divergedWords(own[look])),
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
  const unplaced = question.logX || logY ? withoutPlace(columns, question) : null;
  const early = source.runs.some(({ early: ended }) => ended !== null);
  const panel: LinesPanel = {
    kind: 'lines',
    title: '',
    x: xAxis(source, question, whole),
    y: { label, scale: logY ? 'log' : 'linear', domain: withTarget(curveDomain(whole, wish), question) },
    series,
    rules: [
      ...baselines,
      ...(target === null ? [] : [{ label: 'target', value: target, kind: 'target' } as const]),
    ],
    marks: [...marks, ...rings(source, question)],
    regions: [],
  };
  return {
    id: `convergence-${yardstick}`,
    title: `Held-out ${label}`,
    subtitle: subtitle(source, question),
    notes: [
      ...(marks.length > 0 ? ['✕ the last value of a seed that diverged'] : []),
      ...unread.map((arm) => `${arm.label}: ${unreadRemark}`),
      ...(early ? ['seeds that ended early stay at their end'] : []),
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
  const { experiment, arms } = source;
  const { seeds } = experiment;
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
      const rate = experiment.arms.find((arm) => arm.id === id)?.rate ?? '';
      const own = runsOf(source, id);
      // What is not there for this layer is an empty cell.
      const gap = lacksReading(own, yardstick);
      const places = seeds.map((seed) => own.findIndex((run) => run.seed === seed));
      const row = (text: string, place: readonly number[], values: readonly number[], mean: number) => {
        const { interval } = tInterval(values);
        return [
          ...[label, rate, policy, ...(training ? [text] : []), ...place, values.length],
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
): string | null {
  let count = 0;
  for (const { columns: c, mean } of columns)
    for (let i = 0; i < mean.length; i++) if ((logX && !(c[x][i] > 0)) || (logY && mean[i] <= 0)) count++;
  return count === 0
    ? null
    : `${counted(count, 'mean')} ${count === 1 ? 'has' : 'have'} no place on a logarithmic axis (step 0, or a value of 0 or below).`;
}
