import { differenceColumns, meansOf, valuesAt } from '../../experiments/comparison/convergence-columns.ts';
import { tInterval } from '../../experiments/statistics/mean-interval.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { bandsAt, bandWords, type IntervalOf } from './convergence-curves.ts';
import type { Band } from './convergence-question.ts';
import { curveDomain } from '../domain.ts';
import {
  labelOf,
  lookOf,
  policyOf,
  runsOf,
  sayOf,
  stepsAxis,
  type ExperimentSource,
} from './experiment-source.ts';
import type { Figure, LineSeries } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';
import { thinIndices } from '../thin.ts';

interface DifferenceQuestion {
  /** Arms: value of a minus value of b. */
  readonly a: string;
  readonly b: string;
  readonly yardstick: YardstickId;
  readonly band: Band;
}

const mostPoints = 600;

/** Two arms seed by seed over training, with 0 in sight. */
export function differences(
  source: ExperimentSource,
  { a, b, yardstick, band }: DifferenceQuestion,
  bca: IntervalOf = () => null,
): Figure {
  const columns = differenceColumns(runsOf(source, a), runsOf(source, b), yardstick);
  const means = meansOf(columns);
  const { label: own, better } = yardstickById(yardstick);
  const say = sayOf(source);
  const label = say.of(own);
  const [labelA, labelB] = [labelOf(source.arms, a), labelOf(source.arms, b)];
  const look = lookOf(source.arms, b);
  const n = columns.seeds.length;
  const line = (values: Float64Array) => {
    const places = thinIndices(values.length, (i) => values[i], mostPoints);
    return {
      places,
      look,
      x: Float64Array.from(places, (i) => columns.step[i]),
      y: Float64Array.from(places, (i) => values[i]),
    };
  };
  const { places, ...mean } = line(means);
  const series: LineSeries[] = [
    ...(n > 1
      ? columns.values.map((values, k): LineSeries => {
          const points = line(values);
          return { look, x: points.x, y: points.y, weight: 'fine', part: `seed ${columns.seeds[k]}` };
        })
      : []),
    {
      ...mean,
      ...bandsAt(columns, places, band, bca),
      weight: 'strong',
      name: n === 1 ? say`the only pair` : say`mean of all pairs`,
    },
  ];
  return {
    id: 'differences',
    title: `${labelA} − ${labelB}`,
    subtitle: [
      better === 'lower'
        ? say`difference in held-out ${label}, below 0 ${labelA} is better`
        : say`difference in held-out ${label}, above 0 ${labelA} is better`,
      n === 1
        ? say`one seed`
        : say`mean of ${say.counted(n, 'paired seed')}${bandWords(band, say)}, each seed faint`,
      policyOf(source),
    ].join(' · '),
    notes: [],
    looks: source.arms,
    across: 1,
    panels: [
      linesPanel({
        x: stepsAxis(source),
        y: {
          label: say`${labelA} − ${labelB}, ${label}`,
          scale: 'linear',
          domain: curveDomain(series, { scale: 'linear', include: [0] }),
        },
        series,
        rules: [{ label: say`no difference`, value: 0, kind: 'baseline' }],
      }),
    ],
    table: tableOf(
      [
        ...['a', 'b', 'yardstick', 'policy', 'step', 'seeds', 'mean of a − b', 't low', 't high'],
        ...columns.seeds.map((seed) => `seed ${seed}`),
      ],
      function* () {
        const policy = policyOf(source);
        for (let i = 0; i < columns.step.length; i++) {
          const values = valuesAt(columns, i);
          const { interval } = tInterval(values);
          yield [
            ...[labelA, labelB, own, policy, columns.step[i], values.length, means[i]],
            ...[interval?.low ?? '', interval?.high ?? ''],
            ...columns.values.map((list, k) => (columns.present[k][i] === 1 ? list[i] : '')),
          ];
        }
      },
    ),
  };
}
