import { meansOf, convergenceColumns } from '../../experiments/comparison/convergence-columns.ts';
import { binned } from './binned-series.ts';
import { curveDomain, extent } from '../domain.ts';
import { policyOf, rateOf, runsOf, sayOf, stepsAxis, type ExperimentSource } from './experiment-source.ts';
import type { Figure, LineSeries } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';
import { thinIndices } from '../thin.ts';

/** Own loss of every arm, on training batches and on held-out text; each arm has an axis of its own, for their scales differ. */
export function ownLoss(source: ExperimentSource): Figure {
  const say = sayOf(source);
  const drawn = source.arms.map(({ id }) => {
    const runs = runsOf(source, id);
    const columns = convergenceColumns(runs, 'ownLoss');
    return { runs, bins: binned(runs.map(({ series }) => series)), columns, means: meansOf(columns) };
  });
  const panels = source.arms.map(({ id, label }, look) => {
    const { bins, columns, means } = drawn[look];
    const places = thinIndices(means.length, (i) => means[i], 400);
    const series: LineSeries[] = [
      {
        look,
        part: 'training batches',
        weight: 'fine',
        x: bins.map(({ step }) => step),
        y: bins.map(({ median }) => median),
        low: bins.map(({ low }) => low),
        high: bins.map(({ high }) => high),
      },
      {
        look,
        part: 'held-out text',
        weight: 'strong',
        x: places.map((i) => columns.step[i]),
        y: places.map((i) => means[i]),
      },
    ];
    const [least, most] = extent(series.flatMap(({ y }) => Array.from(y))) ?? [1, 1];
    // The first steps, or a run on its way to divergence, would press all others flat.
    const scale = least > 0 && most / least > 8 ? 'log' : 'linear';
    return linesPanel({
      title: say`${label}, η = ${rateOf(source, id)}`,
      x: stepsAxis(source),
      y: {
        label: say`own loss E per character`,
        scale,
        domain: curveDomain(
          series.map((each) => ({ ...each, weight: 'strong' })),
          { scale },
        ),
      },
      series,
    });
  });
  return {
    id: 'own-loss',
    title: say`Own loss of each output layer`,
    subtitle: say`thick: held-out text, mean over seeds; thin: training batches, median of each stretch of steps, band 10 … 90 % · ${policyOf(source)}`,
    notes: [say`Own losses of different output layers have different scales: they never share an axis.`],
    looks: source.arms,
    across: 2,
    panels,
    table: tableOf(['output layer', 'what', 'seed', 'step', 'own loss', 'low', 'high'], function* () {
      for (const [look, { label }] of source.arms.entries()) {
        const { runs, bins, columns, means } = drawn[look];
        for (const { seed, evaluations } of runs)
          for (const { step, ownLoss: value } of evaluations)
            yield [label, 'held-out', seed, step, value, '', ''];
        for (const [i, mean] of means.entries())
          yield [label, 'held-out, mean over seeds', '', columns.step[i], mean, '', ''];
        for (const { step, median, low, high } of bins)
          yield [label, 'training batches, median and 10 … 90 %', '', step, median, low, high];
      }
    }),
  };
}
