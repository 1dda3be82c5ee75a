import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import {
  differenceColumns,
  meansOf,
  valuesAt,
  type DifferenceColumns,
} from '../../core/experiments/comparison/convergence-columns.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import type { RunRecord } from '../../core/experiments/run.ts';
import type { YardstickId } from '../../core/yardsticks/registry.ts';
import type { CsvRows } from './export-csv.ts';
import { thinIndices, type Point } from '../../core/figures/thin.ts';
import { boundsOf, type Band, type IntervalOf } from './yardstick-series.ts';

/** The paired differences of two arms, as they are drawn. */
export interface DifferenceCurve {
  readonly mean: readonly Point[];
  readonly band: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  readonly seeds: readonly { readonly seed: number; readonly points: readonly Point[] }[];
}

const mostPoints = 600;

/** Value of one arm minus value of another, seed by seed. */
export const differencesOf = (
  runs: readonly RunRecord[],
  a: string,
  b: string,
  yardstick: YardstickId,
): DifferenceColumns =>
  differenceColumns(
    runs.filter(({ armId }) => armId === a),
    runs.filter(({ armId }) => armId === b),
    yardstick,
  );

/** Mean, interval and single seeds, each thinned so that no spike is lost. */
export function differenceCurve(columns: DifferenceColumns, band: Band, bca: IntervalOf): DifferenceCurve {
  const { step, values, seeds } = columns;
  const means = meansOf(columns);
  const places = (list: Float64Array) => thinIndices(list.length, (i) => list[i]!, mostPoints);
  const points = (list: Float64Array) => places(list).map((i) => ({ x: step[i]!, y: list[i]! }));
  const student: IntervalOf = (sample) => tInterval(sample).interval;
  const bounds = band === 'off' ? [] : boundsOf(columns, places(means), band, band === 'bca' ? bca : student);
  return {
    mean: points(means),
    band: bounds.map(({ i, low, high }) => ({ x: step[i]!, low, high })),
    seeds: seeds.length > 1 ? seeds.map((seed, k) => ({ seed, points: points(values[k]!) })) : [],
  };
}

export const differenceLayout = (width: number) => ({
  width: Math.max(260, width),
  height: 250,
  left: 56,
  right: 14,
  top: 18,
  bottom: 40,
});
export type DifferenceLayout = ReturnType<typeof differenceLayout>;

/**
 * Scales of the chart, with 0 in sight. Before anything is learned outputs may differ by more than ever after: the
 * first fifth of the steps does not stretch the axis.
 */
export function differenceScales(
  { mean, band, seeds }: DifferenceCurve,
  layout: DifferenceLayout,
  steps: number,
) {
  const last = mean.at(-1)?.x ?? 0;
  const lines = [mean, ...seeds.map(({ points }) => points)].flat();
  const ends = band.flatMap(({ x, low, high }) => [
    { x, y: low },
    { x, y: high },
  ]);
  const values = [...lines, ...ends].filter(({ y }) => Number.isFinite(y));
  const counted = values.filter(({ x }) => x >= last / 5).map(({ y }) => y);
  const low = Math.min(0, ...counted);
  const high = Math.max(0, ...counted);
  const room = 0.08 * (high - low) || 1;
  const x = scaleLinear([0, Math.max(1, steps)], [layout.left, layout.width - layout.right]);
  const y = scaleLinear([low - room, high + room], [layout.height - layout.bottom, layout.top]);
  return {
    x,
    y,
    xTicks: x.ticks(Math.max(2, Math.floor(layout.width / 110))),
    yTicks: y.ticks(6),
    /** Whether some values lie outside the axis. */
    cut: values.some((point) => point.y < low - room || point.y > high + room),
  };
}
export type DifferenceScales = ReturnType<typeof differenceScales>;

export const differencePath = (points: readonly Point[], { x, y }: DifferenceScales): string =>
  line<Point>()
    .defined((point) => Number.isFinite(point.y))
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1)(points as Point[]) ?? '';

export const bandPath = (band: DifferenceCurve['band'], { x, y }: DifferenceScales): string =>
  area<DifferenceCurve['band'][number]>()
    .x((point) => x(point.x))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high))
    .digits(1)([...band]) ?? '';

/** The differences for a file: every step that is common to both arms, not thinned. */
export function differenceRows(
  columns: DifferenceColumns,
  words: { readonly a: string; readonly b: string; readonly yardstick: string; readonly policy: string },
): CsvRows {
  const means = meansOf(columns);
  return [
    [
      'a',
      'b',
      'yardstick',
      'policy',
      'step',
      'seeds',
      'mean of a − b',
      't low',
      't high',
      ...columns.seeds.map((seed) => `seed ${seed}`),
    ],
    ...Array.from(columns.step, (step, i) => {
      const values = valuesAt(columns, i);
      const { interval } = tInterval(values);
      return [
        words.a,
        words.b,
        words.yardstick,
        words.policy,
        step,
        values.length,
        means[i]!,
        interval?.low ?? '',
        interval?.high ?? '',
        ...columns.values.map((list, k) => (columns.present[k]![i] === 1 ? list[i]! : '')),
      ];
    }),
  ];
}
