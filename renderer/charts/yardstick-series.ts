import type { LineStyle } from '../../core/contract/arm-look.ts';
import {
  convergenceColumns,
  meansOf,
  valuesAt,
  type ConvergenceColumns,
  type SeedColumns,
} from '../../core/experiments/comparison/convergence-columns.ts';
import { isUnread, unreadRemark } from '../../core/experiments/comparison/unread.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import { yardstickById, type YardstickId } from '../../core/yardsticks/registry.ts';
import type { RunRecord } from '../../core/experiments/run.ts';
import type { ShownArm } from '../state/lab-state.svelte.ts';
import type { Range } from './axis-range.ts';
import { lostWords } from './readout.ts';
import { trainingColumns, type TrainingChoice, type TrainingColumns } from './training-series.ts';
import { smooth, thinIndices, type Point } from '../../core/figures/thin.ts';

export type XAxis = 'step' | 'characters' | 'seconds';
export type Band = 't' | 'bca' | 'off';

/** What a chart draws of one arm. */
export interface ArmCurve {
  readonly armId: string;
  readonly label: string;
  readonly line: LineStyle;
  readonly mean: readonly Point[];
  /** Bounds of the interval; empty for one seed. */
  readonly low: readonly Point[];
  readonly high: readonly Point[];
  /** Where runs diverged: their last evaluation. */
  readonly divergences: readonly Point[];
  /** The runs that diverged: the place of the last value of each, and the step at which it diverged. */
  readonly lost?: readonly { readonly after: number; readonly step: number }[];
  /** Runs in all. */
  readonly runs?: number;
  /** The mean as it was measured, where the other one is smoothed. */
  readonly raw?: readonly Point[];
  /** One line per seed, where they are asked for. */
  readonly traces?: readonly (readonly Point[])[];
  /** The mean on training batches, where it is asked for. */
  readonly training?: readonly Point[];
}

/** The whole measured series of one arm, before anything is left out for the screen. */
export interface ArmColumns {
  readonly armId: string;
  readonly label: string;
  readonly line: LineStyle;
  /** Each seed smoothed by itself, where smoothing is on. */
  readonly columns: ConvergenceColumns;
  readonly mean: Float64Array;
  /** The mean as it was measured; the same list as `mean` without smoothing. */
  readonly raw: Float64Array;
  readonly divergences: readonly (Readonly<Record<XAxis, number>> & { readonly value: number })[];
  readonly runs: readonly RunRecord[];
  readonly training: TrainingColumns | null;
}

/** Each seed smoothed over the whole of its series; what is not finite stays a gap. */
function smoothed<C extends SeedColumns>(columns: C, span: number): C {
  const values = columns.values.map((list) => {
    const average = smooth(list, span);
    for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) average[i] = list[i]!;
    return average;
  });
  return { ...columns, values };
}

/**
 * One yardstick of every arm at full length.
 * @param span evaluations of the moving average; 1 smooths nothing
 * @param training how the yardstick of training batches stands beside it; null where it does not
 */
export function armColumns(
  arms: readonly ShownArm[],
  runs: readonly RunRecord[],
  yardstick: YardstickId,
  span: number,
  training: TrainingChoice | null = null,
): readonly ArmColumns[] {
  return arms.map(({ arm, label, look }) => {
    const own = runs.filter((run) => run.armId === arm.id);
    const measured = convergenceColumns(own, yardstick);
    const raw = meansOf(measured);
    const columns = span > 1 ? smoothed(measured, span) : measured;
    const divergences = own.flatMap((run) => {
      const last = run.status === 'diverged' ? run.evaluations.at(-1) : undefined;
      return last && Number.isFinite(last[yardstick]) ? [{ ...last, value: last[yardstick] }] : [];
    });
    const mean = span > 1 ? meansOf(columns) : raw;
    // A gap that has a name: nothing was measured because there is nothing to measure.
    const gap =
      yardstickById(yardstick).ofProbabilities && own.some(({ evaluations }) => evaluations.some(isUnread));
    return {
      armId: arm.id,
      label: gap ? `${label}: ${unreadRemark}` : label,
      line: look.line,
      columns,
      mean,
      raw,
      divergences,
      runs: own,
      training: training && !gap ? trainingColumns(own, yardstick, training) : null,
    };
  });
}

/** How the series are drawn. */
export interface CurveChoice {
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly band: Band;
  readonly traces: boolean;
  /** The stretch of the x axis that is in sight; null for all. */
  readonly within: Range | null;
}

const mostPoints = 1000;
/** Bootstrap intervals are dear: no more of them than a band needs. */
const mostBootstraps = 200;

/** An interval of the mean of some values, where there is one; null also for one that is not worked out yet. */
export type IntervalOf = (values: readonly number[]) => Range | null;
const student: IntervalOf = (values) => tInterval(values).interval;

/**
 * What is drawn of all arms: of the stretch in sight about 1000 points each, chosen so that no spike is lost. On a
 * logarithmic axis a value that is not above 0 has no place.
 * @param bca bootstrap intervals
 */
export function armCurves(
  all: readonly ArmColumns[],
  { x, logX, logY, band, traces, within }: CurveChoice,
  bca: IntervalOf,
): readonly ArmCurve[] {
  return all.map(({ armId, label, line, columns, mean, raw, divergences, runs, training }) => {
    const xs = columns[x];
    const drawn = (y: number) => (logY && !(y > 0) ? NaN : y);
    const kept = (values: Float64Array, along = xs) => {
      const [from, to] = inSight(along, within, logX);
      return thinIndices(to - from, (i) => drawn(values[from + i]!), mostPoints).map((i) => from + i);
    };
    const pointsOf = (values: Float64Array, along = xs): Point[] =>
      kept(values, along).map((i) => ({ x: along[i]!, y: drawn(values[i]!) }));
    const places = kept(mean);
    const bounds = band === 'off' ? [] : boundsOf(columns, places, band, band === 'bca' ? bca : student);
    return {
      armId,
      label,
      line,
      mean: places.map((i) => ({ x: xs[i]!, y: drawn(mean[i]!) })),
      low: bounds.map(({ i, low }) => ({ x: xs[i]!, y: drawn(low) })),
      high: bounds.map(({ i, high }) => ({ x: xs[i]!, y: drawn(high) })),
      divergences: divergences
        .filter((at) => (!logX || at[x] > 0) && (!logY || at.value > 0))
        .map((at) => ({ x: at[x], y: at.value })),
      lost: lostRuns(runs, (run) => run.evaluations.at(-1)?.[x]),
      runs: runs.length,
      raw: mean === raw ? [] : pointsOf(raw),
      traces: traces && columns.values.length > 1 ? columns.values.map((values) => pointsOf(values)) : [],
      training: training ? pointsOf(training.mean, training[x]) : [],
    };
  });
}

/** The runs that diverged, with the place of the last value that each has on the axis. */
export const lostRuns = (runs: readonly RunRecord[], lastPlace: (run: RunRecord) => number | undefined) =>
  runs.flatMap((run) =>
    run.divergence ? [{ after: lastPlace(run) ?? -Infinity, step: run.divergence.step }] : [],
  );

/** Ends of the intervals at some places of a series; of bootstrap intervals only as many as a band needs. */
export function boundsOf(columns: SeedColumns, places: readonly number[], band: Band, interval: IntervalOf) {
  const stride = band === 'bca' ? Math.ceil(places.length / mostBootstraps) : 1;
  return places.flatMap((i, at) => {
    if (at % stride !== 0 && at !== places.length - 1) return [];
    const found = interval(valuesAt(columns, i));
    return found ? [{ i, low: found.low, high: found.high }] : [];
  });
}

/** The places from the last point before a stretch of the axis to the first one after it. */
function inSight(xs: Float64Array, within: Range | null, logarithmic: boolean): [number, number] {
  let [from, to] = [0, xs.length];
  if (logarithmic) while (from < to && !(xs[from]! > 0)) from++;
  if (!within) return [from, to];
  while (from + 1 < to && xs[from + 1]! < within.low) from++;
  while (to - 2 >= from && xs[to - 2]! > within.high) to--;
  return [from, to];
}

/** Measured means that have no place on a logarithmic axis, and are not drawn. */
export function withoutPlace(all: readonly ArmColumns[], { x, logX, logY }: CurveChoice): number {
  let count = 0;
  for (const { columns, mean } of all)
    for (let i = 0; i < mean.length; i++)
      if ((logX && !(columns[x][i]! > 0)) || (logY && mean[i]! <= 0)) count++;
  return count;
}

/** Lowest and highest finite value of what is drawn; null for nothing. */
export function reachOf(curves: readonly ArmCurve[]): Range | null {
  let [low, high] = [Infinity, -Infinity];
  for (const curve of curves)
    for (const line of [
      curve.mean,
      curve.low,
      curve.high,
      curve.raw ?? [],
      ...(curve.traces ?? []),
      curve.training ?? [],
    ])
      for (const { y } of line) if (Number.isFinite(y)) [low, high] = [Math.min(low, y), Math.max(high, y)];
  return low <= high ? { low, high } : null;
}

/**
 * Top of the axis of bits per character: above log₂ V, so that the course of learning fills the chart whatever an
 * untrained linear output begins with, and above where every arm stands now, so that none is out of sight.
 */
export function bitsCeiling(curves: readonly Pick<ArmCurve, 'mean'>[], uniformEntropy: number): number {
  const present = curves.flatMap(({ mean }) => mean.findLast(({ y }) => Number.isFinite(y))?.y ?? []);
  return 1.15 * Math.max(1, uniformEntropy, ...present);
}

/** One sentence for readers who do not see the chart. */
export function describeCurves(curves: readonly ArmCurve[], yardstick: string, x: XAxis): string {
  const parts = curves.flatMap((curve) => {
    const isDrawn = ({ y }: Point) => Number.isFinite(y);
    const [first, last] = [curve.mean.find(isDrawn), curve.mean.findLast(isDrawn)];
    if (!first || !last) return [];
    const lost = lostWords(curve);
    return [`${curve.label} from ${first.y.toFixed(2)} to ${last.y.toFixed(2)}${lost && `, ${lost}`}`];
  });
  return parts.length > 0
    ? `${yardstick} against ${x}: ${parts.join('; ')}.`
    : `${yardstick} against ${x}: nothing measured yet.`;
}
