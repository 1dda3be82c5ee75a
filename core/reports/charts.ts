import { baselineLines } from '../experiments/baseline-lines.ts';
import { convergenceSeries, type ConvergencePoint } from '../experiments/convergence-series.ts';
import { ratePolicy } from '../experiments/rate-policy.ts';
import type { YardstickId } from '../yardsticks/registry.ts';
import { lacksReading, unreadRemark } from '../experiments/unread.ts';
import { binned } from './binned-series.ts';
import { ratePolicyNote } from './method.ts';
import { counted, fixed, grouped } from './number-format.ts';
import type { ArmReport, Report } from './report.ts';
import type { Baseline, Chart, ChartPoint, Mark } from './svg-chart.ts';

/** Most points of a drawn curve; beyond them every k-th evaluation is drawn, and the last. */
const mostPoints = 400;

const wide = { width: 920, height: 380 };
const small = { width: 450, height: 270 };

function stepAxis({ experiment, runs }: Report): Chart['x'] {
  const { batch, length } = experiment.model;
  return {
    title: `training steps (1 step = ${counted(batch * length, 'character')})`,
    scale: 'linear',
    include: [0, ...runs.map(({ steps }) => steps)],
  };
}

function thinned<T>(points: readonly T[]): readonly T[] {
  const stride = Math.ceil(points.length / mostPoints);
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1);
}

const curvePoints = (points: readonly ConvergencePoint[]): ChartPoint[] =>
  thinned(points).map(({ step, mean, low, high }) => ({ x: step, y: mean, low, high }));

/** A cross where a seed diverged, at the last finite value it had. */
function divergenceMarks({ arms }: Report, yardstick: YardstickId): Mark[] {
  return arms.flatMap(({ runs, standing }, arm) =>
    runs.flatMap(({ divergence, seed }): Mark[] => {
      const last = standing.seeds.find((each) => each.seed === seed)?.lastFinite;
      return divergence ? [{ arm, x: divergence.step, y: last?.[yardstick] ?? NaN }] : [];
    }),
  );
}

/** What one yardstick is measured against. */
function baselines({ corpus, baselines: measured }: Report, yardstick: YardstickId): Baseline[] {
  return baselineLines(yardstick, corpus, measured?.heldOut ?? null).map(({ label, value }) => ({
    label: `${label} ${fixed(value, yardstick === 'bitsPerCharacter' ? 2 : 3)}`,
    value,
  }));
}

const yardstickCharts = [
  {
    id: 'bitsPerCharacter',
    title: 'Held-out bits per character',
    unit: 'bits per character (lower is better)',
  },
  { id: 'accuracy', title: 'Held-out top-1 accuracy', unit: 'share of characters (higher is better)' },
  { id: 'brier', title: 'Held-out Brier score', unit: 'Σ (p − t)² per character (lower is better)' },
] as const;

const bounds = { bitsPerCharacter: [0, Infinity], accuracy: [0, 1], brier: [0, 2] } as const;

function bandNote({ experiment }: Report): string {
  const n = experiment.seeds.length;
  return n === 1 ? 'one seed, no band' : `mean of ${n} seeds, band = 95 % t interval`;
}

/**
 * Where the axis of bits ends when curves go higher: a fifth above guessing, and above the last mean of every arm.
 * A linear output may start far worse than guessing, which would press all other curves flat.
 */
function bitsCeiling({ corpus }: Report, series: Chart['series']): number {
  const last = series.map(({ points }) => points.at(-1)?.y ?? NaN).filter(Number.isFinite);
  return Math.max(1.2 * corpus.uniformEntropy, ...last.map((y) => 1.1 * y)) || Infinity;
}

/** Bits, accuracy and Brier score of all arms against steps. */
export function convergenceCharts(report: Report): Chart[] {
  return yardstickCharts.map(({ id, title, unit }) => {
    const series = report.arms.map(({ label, look, runs, standing }, arm): Chart['series'][number] => ({
      label: lacksReading(standing, id) ? `${label}: ${unreadRemark}` : label,
      arm,
      line: look.line,
      weight: 'strong',
      points: curvePoints(convergenceSeries(runs, id)),
    }));
    const ceiling = id === 'bitsPerCharacter' ? bitsCeiling(report, series) : Infinity;
    const cut = series.some(({ points }) => points.some(({ y }) => y > ceiling));
    const marks = divergenceMarks(report, id);
    return {
      title,
      note: [
        ratePolicyNote(report.experiment),
        bandNote(report),
        ...(report.standing.arms.some(({ early }) => early > 0)
          ? ['seeds that ended early stay at their end']
          : []),
        ...(marks.length ? ['✕ a seed diverged'] : []),
        ...(cut ? [`values above ${fixed(ceiling, 1)} lie outside`] : []),
      ].join(' · '),
      ...wide,
      x: stepAxis(report),
      y: { title: unit, scale: 'linear', bounds: bounds[id], ceiling },
      series,
      baselines: baselines(report, id),
      marks,
    };
  });
}

/** Global gradient norm of all arms, before clipping. */
export function gradientChart(report: Report): Chart {
  const { clipping } = report.experiment;
  return {
    title: 'Gradient norm before clipping',
    note: `${ratePolicyNote(report.experiment)} · median of each stretch of steps over all seeds, band = 10 … 90 %`,
    ...wide,
    x: stepAxis(report),
    y: { title: 'global L2 norm of ∂E/∂W (logarithmic)', scale: 'log' },
    series: report.arms.map(({ label, look, runs }, arm) => ({
      label,
      arm,
      line: look.line,
      weight: 'strong',
      points: binned(runs.map(({ series }) => series.gradientNorm)).map(({ step, median, low, high }) => ({
        x: step,
        y: median,
        low,
        high,
      })),
    })),
    baselines:
      clipping.kind === 'norm'
        ? [{ label: `clipped at ${clipping.threshold}`, value: clipping.threshold }]
        : [],
    marks: [],
  };
}

/** Own loss of one arm: training batches and held-out text. Each arm has an axis of its own. */
function ownLossChart(report: Report, { label, look, runs }: ArmReport, arm: number): Chart {
  const training = binned(runs.map(({ series }) => series.loss)).map(({ step, median, low, high }) => ({
    x: step,
    y: median,
    low,
    high,
  }));
  const heldOut = curvePoints(convergenceSeries(runs, 'ownLoss')).map(({ x, y }) => ({ x, y }));
  const values = [...training, ...heldOut].map(({ y }) => y).filter(Number.isFinite);
  // The first steps, or a run on its way to divergence, would press all others flat.
  const log = values.length > 0 && Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 8;
  return {
    title: label,
    note: `η = ${report.arms[arm]!.arm.rate} (${ratePolicy(report.experiment)}) · ${counted(report.experiment.seeds.length, 'seed')}`,
    ...small,
    x: { ...stepAxis(report), title: 'training steps' },
    y: { title: `own loss E per character${log ? ' (logarithmic)' : ''}`, scale: log ? 'log' : 'linear' },
    series: [
      { label: 'training, 10 … 90 %', arm, line: 'solid', weight: 'fine', points: training },
      { label: 'held-out mean', arm, line: look.line, weight: 'strong', points: heldOut },
    ],
    baselines: [],
    marks: [],
  };
}

/** One chart per arm: own losses of different output layers never share an axis. */
export function ownLossCharts(report: Report): Chart[] {
  return report.arms.map((each, arm) => ownLossChart(report, each, arm));
}

/** How the charts were thinned, for their caption; empty when nothing was left out. */
export function thinningNote({ arms }: Report): string {
  const most = Math.max(0, ...arms.flatMap(({ runs }) => runs.map(({ evaluations }) => evaluations.length)));
  return most > mostPoints
    ? `Every ${grouped(Math.ceil(most / mostPoints))}th evaluation is drawn; curves.csv has all.`
    : '';
}
