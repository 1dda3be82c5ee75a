import { yardsticks } from '../yardsticks/registry.ts';
import { leaderOf, type LeaderPair } from './leader.ts';
import { ratePolicyNote } from './method.ts';
import { counted } from './number-format.ts';
import type { ArmReport, Report } from './report.ts';
import type { Chart, ChartPoint } from './svg-chart.ts';

const yardstick = yardsticks[0];

/** The first tenth of the steps does not widen the axis: untrained outputs may differ by far more than trained ones. */
const settled = 0.1;

/** A gap between the lines of two seeds, which are drawn as one series so that the legend names them once. */
const gap: ChartPoint = { x: NaN, y: NaN };

/** The leader in bits per character against each other arm, over the steps of training. */
export function differenceCharts(report: Report): Chart[] {
  const leader = leaderOf(report, yardstick.id);
  if (!leader) return [];
  return leader.pairs
    .filter(({ series }) => series.seeds.length > 0)
    .map((pair) => differenceChart(report, leader.arm, pair));
}

function differenceChart(report: Report, { label }: ArmReport, { other, series }: LeaderPair): Chart {
  const arm = report.arms.indexOf(other);
  const n = series.seeds.length;
  const last = Math.max(...series.seeds.flatMap(({ points }) => points.map(({ step }) => step)));
  const late = series.seeds.flatMap(({ points }) => points.filter(({ step }) => step >= settled * last));
  const values = late.map(({ difference }) => difference).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const air = 0.25 * (high - low || 1);
  const mean = {
    label: n === 1 ? 'the one pair' : `mean of ${counted(n, 'pair')}`,
    arm,
    line: other.look.line,
    weight: 'strong',
    points: series.mean.map(({ step, mean: y, low: from, high: to }) => ({
      x: step,
      y,
      low: from,
      high: to,
    })),
  } as const;
  const each = {
    label: 'each seed',
    arm,
    line: 'solid',
    weight: 'fine',
    points: series.seeds.flatMap(({ points }) => [
      ...points.map(({ step, difference }) => ({ x: step, y: difference })),
      gap,
    ]),
  } as const;
  return {
    title: `${label} − ${other.label}`,
    note: `${ratePolicyNote(report.experiment)} · below 0 the first is better${n > 1 ? ' · band = 95 % t interval' : ''}`,
    width: 920,
    height: 300,
    x: { title: 'training steps', scale: 'linear', include: [0, report.experiment.steps] },
    y: {
      title: `difference in ${yardstick.label}, seed by seed`,
      scale: 'linear',
      bounds: [low - air, high + air],
    },
    series: n === 1 ? [mean] : [each, mean],
    baselines: [{ label: 'no difference', value: 0 }],
    marks: [],
  };
}
