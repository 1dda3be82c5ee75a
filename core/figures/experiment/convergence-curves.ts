import {
  convergenceColumns,
  meansOf,
  valuesAt,
  type ConvergenceColumns,
  type SeedColumns,
} from '../../experiments/comparison/convergence-columns.ts';
import { isUnread } from '../../experiments/comparison/unread.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { tInterval } from '../../experiments/statistics/mean-interval.ts';
import type { Say } from '../../words/said/say.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { Band, ConvergenceQuestion, Range } from './convergence-question.ts';
import { runsOf, type ExperimentSource } from './experiment-source.ts';
import type { LineSeries } from '../figure.ts';
import { smooth, thinIndices } from '../thin.ts';
import { recordedSpan, trainingColumns, type TrainingColumns } from './training-batches.ts';

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
export const lacksReading = (runs: readonly RunRecord[], yardstick: YardstickId) =>
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

/** `, band: 95 % t interval`, to be put behind what it is of; nothing without a band. */
export const bandWords = (band: Band, say: Say): string =>
  band === 't' ? say`, band: 95 % t interval` : band === 'bca' ? say`, band: 95 % BCa interval` : '';

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
export function seriesOf(
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
