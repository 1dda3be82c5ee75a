import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { xLabels } from './convergence-question.ts';
import { tableOf } from '../csv.ts';
import { curveDomain } from '../domain.ts';
import type { Figure, FigureLook, LineSeries } from '../figure.ts';
import { linesPanel } from '../panels.ts';

/** Letters that experiments are told apart by, in their order. */
const comparisonLetters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** One experiment of a comparison, as far as it is drawn. */
interface Compared {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly arms: readonly {
    readonly label: string;
    readonly look: Omit<FigureLook, 'label'>;
    readonly curve: {
      readonly step: Float64Array;
      readonly mean: Float64Array;
      readonly low: Float64Array;
      readonly high: Float64Array;
    };
  }[];
}

/** Kept experiments on one chart: the last as its layers always look, those before it dotted. */
export function keptComparison(
  { yardstick, experiments }: { readonly yardstick: YardstickId; readonly experiments: readonly Compared[] },
  say: Say = inEnglish,
): Figure {
  const { label, better, bounds } = yardstickById(yardstick);
  const arms = experiments.flatMap((experiment, place) =>
    experiment.arms.map((arm) => ({ ...arm, experiment, place })),
  );
  const last = experiments.length - 1;
  const series = arms.map(({ curve }, look): LineSeries => ({
    look,
    weight: 'strong',
    x: curve.step,
    y: curve.mean,
    ...(curve.low.some(Number.isFinite) && { low: curve.low, high: curve.high }),
  }));
  const furthest = Math.max(1, ...arms.map(({ curve }) => curve.step.at(-1) ?? 0));
  const named = experiments.map(({ name, seeds }, place) =>
    place < last
      ? say`${comparisonLetters[place]} (dotted): ${name}, ${say.counted(seeds.length, 'seed')}`
      : say`${comparisonLetters[place]}: ${name}, ${say.counted(seeds.length, 'seed')}`,
  );
  return {
    id: 'kept-comparison',
    title: say`Held-out ${say.of(label)}`,
    subtitle: [
      ...named,
      better === 'lower' ? say`lower is better` : say`higher is better`,
      say`mean${say`, band: 95 % t interval`}`,
    ].join(' · '),
    notes: [],
    looks: arms.map(({ label: name, look, place }) => ({
      ...look,
      ...(place < last && { line: 'dotted' as const }),
      label: `${comparisonLetters[place]} ${name}`,
    })),
    across: 1,
    panels: [
      linesPanel({
        x: { label: say.of(xLabels.step), scale: 'linear', domain: [0, furthest], whole: true },
        y: {
          label: say.of(label),
          scale: 'linear',
          domain: curveDomain(series, { scale: 'linear', bounds: [bounds.low, bounds.high] }),
        },
        series,
      }),
    ],
    table: tableOf(['experiment', 'output layer', 'step', `mean ${label}`, 't low', 't high'], function* () {
      for (const { experiment, label: name, curve } of arms)
        for (const [i, step] of curve.step.entries()) {
          const end = (value: number) => (Number.isFinite(value) ? value : '');
          yield [experiment.name, name, step, curve.mean[i], end(curve.low[i]), end(curve.high[i])];
        }
    }),
  };
}
