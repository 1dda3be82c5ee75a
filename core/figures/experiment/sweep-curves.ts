import type { Baselines } from '../../corpora/baselines.ts';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import type { Basin, BestPerArm, TriedRate } from '../../experiments/rates/rate-tuning.ts';
import { sweepCurves } from '../../experiments/rates/sweep.ts';
import type { SweepPlan, SweepRun } from '../../experiments/rates/sweep-plan.ts';
import { roundsOf } from '../../experiments/rates/rounds.ts';
import { mean } from '../../experiments/statistics/mean-interval.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import { curveDomain, extent } from '../domain.ts';
import { baselinesOf, labelOf, lookOf, type ExperimentSource, type FigureArm } from './experiment-source.ts';
import type { Figure, LineSeries, Mark, Region } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';

/** A sweep with the text that it was made on: it cannot be shown with another's baselines. */
export interface SweepSource {
  readonly plan: SweepPlan;
  readonly runs: readonly SweepRun[];
  readonly arms: readonly FigureArm[];
  readonly corpus: CorpusSummary | null;
  /** On the characters that the sweep reads. */
  readonly baselines: Baselines | null;
  readonly say?: Say | undefined;
}

/** The rates that one arm has tried, and the best of them. */
interface RateCurve {
  readonly armId: string;
  readonly tried: readonly TriedRate[];
  readonly best: { readonly rate: number; readonly value: number } | null;
  readonly basin: Basin | null;
}

/** Yardstick against learning rate for every arm, on one common grid. */
export function sweep(source: SweepSource): Figure {
  const { plan, runs, arms } = source;
  const curves = sweepCurves(plan, runs).map(({ armId, values, best, basin }): RateCurve => ({
    ...{ armId, tried: values, basin },
    best: best && { rate: best.rate, value: best.summary.mean },
  }));
  const table = tableOf(
    ['output layer', 'rate', 'seed', 'status', ...yardsticks.map(({ id }) => id), 'diverged at', 'seconds'],
    function* () {
      for (const run of runs)
        yield [
          ...[labelOf(arms, run.armId), run.rate, run.seed, run.status],
          ...yardsticks.map(({ id }) => run.evaluation?.[id] ?? NaN),
          ...[run.divergedAt ?? '', run.seconds],
        ];
    },
  );
  return ratesFigure(source, plan, curves, table);
}

/**
 * The same of the sweep whose best rates an experiment has; none where its rates come from elsewhere, or where it was
 * written before it kept what was tried.
 * @param baselines on the characters that the sweep read
 */
export function tunedRates(
  { experiment, arms, corpus, say }: ExperimentSource,
  baselines: Baselines | null,
): Figure[] {
  const { tuning } = experiment;
  if (tuning?.kind !== 'best-per-arm') return [];
  const { best: tuned, yardstick, seeds } = tuning;
  const curves = tuned.map(({ armId, rate, value, basin, tried = [] }): RateCurve => ({
    ...{ armId, tried, basin },
    best: { rate, value },
  }));
  if (curves.every(({ tried }) => tried.length === 0)) return [];
  const table = tableOf(
    [
      'output layer',
      'rate',
      `mean ${yardstickById(yardstick).label}`,
      'lowest',
      'highest',
      'seeds',
      'diverged',
    ],
    function* () {
      for (const { armId, tried } of curves)
        for (const { rate, values, diverged } of tried)
          yield [
            ...[
              labelOf(arms, armId),
              rate,
              mean(values),
              ...(extent(values) ?? [NaN, NaN]),
              seeds.length,
              diverged,
            ],
          ];
    },
  );
  return [ratesFigure({ arms, corpus, baselines, say }, tuning, curves, table)];
}

const capital = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}`;

function ratesFigure(
  { arms, corpus, baselines, say = inEnglish }: Pick<SweepSource, 'arms' | 'corpus' | 'baselines' | 'say'>,
  {
    yardstick,
    steps,
    rounds,
    seeds,
    grid,
  }: Pick<BestPerArm, 'yardstick' | 'steps' | 'rounds' | 'seeds' | 'grid'>,
  curves: readonly RateCurve[],
  table: Figure['table'],
): Figure {
  const { label: own, bounds, better } = yardstickById(yardstick);
  const label = say.of(own);
  const look = (armId: string) => lookOf(arms, armId);
  const rates = [grid.low, grid.high, ...curves.flatMap(({ tried }) => tried.map(({ rate }) => rate))];
  const [low, high] = extent(rates) ?? [0.01, 1];
  const means = curves.map(({ armId, tried, best }): LineSeries => {
    const ends = tried.map(({ values }) => extent(values) ?? [NaN, NaN]);
    return {
      look: look(armId),
      weight: 'strong',
      x: tried.map(({ rate }) => rate),
      y: tried.map(({ values }) => mean(values)),
      low: ends.map(([least]) => least),
      high: ends.map(([, most]) => most),
      ...(best ? { named: best.value } : {}),
    };
  });
  // A best rate that was trained for longer is better than the curve is there: a fine line leads from one to the other.
  const further = curves.flatMap(({ armId, tried, best }): LineSeries[] => {
    const at = tried.find(({ rate }) => rate === best?.rate);
    const y = at ? mean(at.values) : NaN;
    return best && Number.isFinite(y) && y !== best.value
      ? [
          {
            look: look(armId),
            weight: 'fine',
            part: 'trained longer',
            x: [best.rate, best.rate],
            y: [y, best.value],
          },
        ]
      : [];
  });
  const marks = curves.flatMap(({ armId, best, tried }): Mark[] => [
    ...tried
      .filter(({ diverged }) => diverged > 0)
      .map(({ rate, values }): Mark => ({
        look: look(armId),
        x: rate,
        y: mean(values),
        kind: 'cross',
      })),
    ...(best ? [{ look: look(armId), x: best.rate, y: best.value, kind: 'ring' } as const] : []),
  ]);
  const regions = curves.flatMap(({ armId, basin }): Region[] =>
    basin && basin.high > basin.low ? [{ look: look(armId), low: basin.low, high: basin.high }] : [],
  );
  const rules = baselinesOf({ corpus, baselines, say }, yardstick);
  // A rate that ruins a run lies outside: the axis ends where a model that knows nothing stands.
  // As long as a sweep is under way, the best so far stand for those to be found.
  const best = curves.flatMap(({ best: found, tried }) => {
    const means = tried.map(({ values }) => mean(values)).filter(Number.isFinite);
    const soFar = better === 'lower' ? Math.min(...means) : Math.max(...means);
    return found?.value ?? (means.length > 0 ? soFar : []);
  });
  const knowsNothing = rules[0]?.value;
  const domain =
    best.length > 0 && knowsNothing !== undefined
      ? ([
          Math.max(bounds.low, Math.min(...best, knowsNothing) * 0.97),
          Math.max(...best, knowsNothing) * 1.04,
        ] as const)
      : curveDomain(means, { scale: 'linear', bounds: [bounds.low, bounds.high] });
  const after = say.counted(roundsOf({ steps, rounds })[0].steps, 'step');
  return {
    id: 'learning-rate-sweep',
    title: say`${capital(label)} against the learning rate`,
    subtitle: [
      better === 'lower' ? say`after ${after}, lower is better` : say`after ${after}, higher is better`,
      say`mean of ${say.counted(seeds.length, 'tuning seed')}, band: their range`,
      say`every layer at every rate of one grid`,
    ].join(' · '),
    notes: [
      further.length > 0
        ? say`ring: best rate, with what it reached after ${say.counted(steps, 'step')}; fine: from the curve to there; shaded: rates within 2 % of it`
        : say`ring: best rate; shaded: rates within 2 % of it`,
      ...(marks.some(({ kind }) => kind === 'cross') ? [say`✕ a seed diverged at this rate`] : []),
    ],
    looks: arms,
    across: 1,
    panels: [
      linesPanel({
        x: {
          label: say`learning rate η`,
          scale: 'log',
          domain: low < high ? [low / 1.25, high * 1.25] : [low / 3, high * 3],
        },
        y: { label, scale: 'linear', domain },
        series: [...further, ...means],
        rules,
        marks,
        regions,
      }),
    ],
    table,
  };
}
