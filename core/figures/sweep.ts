import type { Baselines } from '../corpora/baselines.ts';
import type { CorpusSummary } from '../corpora/corpus.ts';
import { sweepCurves, type SweepPlan, type SweepRun } from '../experiments/rates/sweep.ts';
import { counted } from '../words/number-format.ts';
import { yardstickById, yardsticks } from '../yardsticks/registry.ts';
import { curveDomain, extent } from './domain.ts';
import { baselinesOf, type FigureArm } from './experiment-source.ts';
import type { Figure, LineSeries, Mark, Region } from './figure.ts';
import { tableOf } from './csv.ts';

/** A sweep with the text that it was made on: it cannot be shown with another's baselines. */
export interface SweepSource {
  readonly plan: SweepPlan;
  readonly runs: readonly SweepRun[];
  readonly arms: readonly FigureArm[];
  readonly corpus: CorpusSummary | null;
  /** On the characters that the sweep reads. */
  readonly baselines: Baselines | null;
}

/** Yardstick against learning rate for every arm, on one common grid. */
export function sweep({ plan, runs, arms, corpus, baselines }: SweepSource): Figure {
  const { label, bounds, better } = yardstickById(plan.yardstick);
  const curves = sweepCurves(plan, runs);
  const rates = [plan.grid.low, plan.grid.high, ...runs.map(({ rate }) => rate)];
  const [low, high] = extent(rates) ?? [0.01, 1];
  const lookOf = (armId: string) =>
    Math.max(
      0,
      arms.findIndex(({ id }) => id === armId),
    );
  const means = curves.map(({ armId, values, best }): LineSeries => {
    const seeds = values.map((value) => extent(value.values) ?? [NaN, NaN]);
    return {
      look: lookOf(armId),
      weight: 'strong',
      x: values.map(({ rate }) => rate),
      y: values.map(({ summary }) => summary.mean),
      low: seeds.map(([least]) => least),
      high: seeds.map(([, most]) => most),
      ...(best ? { named: best.summary.mean } : {}),
    };
  });
  const marks = curves.flatMap(({ armId, best, values }): Mark[] => [
    ...values.flatMap(({ rate, diverged, summary }): Mark[] =>
      diverged > 0 ? [{ look: lookOf(armId), x: rate, y: summary.mean, kind: 'cross' }] : [],
    ),
    ...(best ? [{ look: lookOf(armId), x: best.rate, y: best.summary.mean, kind: 'ring' } as const] : []),
  ]);
  const regions = curves.flatMap(({ armId, basin }): Region[] =>
    basin && basin.high > basin.low ? [{ look: lookOf(armId), low: basin.low, high: basin.high }] : [],
  );
  const rules = baselinesOf({ corpus, baselines }, plan.yardstick);
  // A rate that ruins a run lies outside: the axis ends where a model that knows nothing stands.
  const best = curves.flatMap(({ best: found }) => found?.summary.mean ?? []);
  const knowsNothing = rules[0]?.value;
  const domain =
    best.length > 0 && knowsNothing !== undefined
      ? ([
          Math.max(bounds.low, Math.min(...best, knowsNothing) * 0.97),
          Math.max(...best, knowsNothing) * 1.04,
        ] as const)
      : curveDomain(means, { scale: 'linear', bounds: [bounds.low, bounds.high] });
  const n = plan.seeds.length;
  return {
    id: 'learning-rate-sweep',
    title: `${label[0].toUpperCase()}${label.slice(1)} against the learning rate`,
    subtitle: `after ${counted(plan.steps, 'step')}, ${better} is better · mean of ${counted(n, 'tuning seed')}, band: their range · every layer at every rate of one grid`,
    notes: [
      'ring: best rate; shaded: rates within 2 % of it',
      ...(marks.some(({ kind }) => kind === 'cross') ? ['✕ a seed diverged at this rate'] : []),
    ],
    looks: arms,
    across: 1,
    panels: [
      {
        kind: 'lines',
        title: '',
        x: {
          label: 'learning rate η',
          scale: 'log',
          domain: low < high ? [low / 1.25, high * 1.25] : [low / 3, high * 3],
        },
        y: { label, scale: 'linear', domain },
        series: means,
        rules,
        marks,
        regions,
      },
    ],
    table: tableOf(
      ['output layer', 'rate', 'seed', 'status', ...yardsticks.map(({ id }) => id), 'diverged at', 'seconds'],
      function* () {
        for (const run of runs)
          yield [
            arms[lookOf(run.armId)]?.label ?? run.armId,
            ...[run.rate, run.seed, run.status],
            ...yardsticks.map(({ id }) => run.evaluation?.[id] ?? NaN),
            ...[run.divergedAt ?? '', run.seconds],
          ];
      },
    ),
  };
}
