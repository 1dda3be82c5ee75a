import { scaleLinear, scaleLog } from 'd3-scale';
import { fixed, grouped, significant } from './number-format.ts';
import type { Chart } from './svg-chart.ts';

export interface Axis {
  /** With its unit. */
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** The axis covers at least this. */
  readonly include?: readonly number[];
  /** Values that the quantity cannot leave; the axis does not either. */
  readonly bounds?: readonly [low: number, high: number];
  /** Where the axis ends although values lie above: a few of them would press all others flat. */
  readonly ceiling?: number;
}

export interface Tick {
  readonly place: number;
  readonly label: string;
}

export interface Scales {
  readonly x: (value: number) => number;
  /** NaN where a value has no place, such as 0 on a logarithmic axis. */
  readonly y: (value: number) => number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

/** Smallest and largest finite value, or null. */
function extent(values: Iterable<number>): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

/**
 * The range of the y axis: lines and what must be included, and bands as far as they do not press the lines flat
 * (with two seeds an interval is often ten times as wide as the curve is high).
 */
function yDomain({ y, series, baselines }: Chart): [number, number] {
  const usable = (value: number) => y.scale === 'linear' || value > 0;
  const points = series.flatMap((each) => each.points);
  const lines = [
    ...points.map((point) => point.y),
    ...baselines.map(({ value }) => value),
    ...(y.include ?? []),
  ];
  const core = extent(lines.filter(usable));
  if (!core) return y.scale === 'log' ? [0.1, 10] : [0, 1];
  const bands = extent(points.flatMap(({ low, high }) => [low ?? NaN, high ?? NaN]).filter(usable)) ?? core;
  if (y.scale === 'log') {
    const [low, high] = [Math.max(bands[0], core[0] / 5), Math.min(bands[1], core[1] * 5)];
    return [Math.min(low, core[0]) / 1.1, Math.max(high, core[1]) * 1.1];
  }
  const room = 0.35 * (core[1] - core[0]) || Math.abs(core[0]) * 0.1 || 1;
  const low = Math.min(core[0], Math.max(bands[0], core[0] - room));
  const high = Math.max(core[1], Math.min(bands[1], core[1] + room));
  const air = low === high ? room : 0.03 * (high - low);
  const [least, most] = y.bounds ?? [-Infinity, Infinity];
  return [Math.max(low - air, least), Math.min(high + air, most, Math.max(y.ceiling ?? Infinity, low + air))];
}

/** Labels with as many decimals as the distance of the ticks asks for. */
function tickLabels(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  const size = Math.max(...ticks.map(Math.abs));
  if (size >= 1e7 || step < 1e-4) return ticks.map((tick) => significant(tick));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return ticks.map((tick) => (decimals > 0 ? fixed(tick, decimals) : grouped(tick).replace('-', '−')));
}

function linearTicks(
  scale: ReturnType<typeof scaleLinear<number>>,
  count: number,
  allowed: (tick: number) => boolean = () => true,
): Tick[] {
  const ticks = scale.ticks(count).filter(allowed);
  const labels = tickLabels(ticks);
  return ticks.map((tick, i) => ({ place: scale(tick), label: labels[i]! }));
}

/** Powers of ten, thinned when there are many; below two decades 2 and 5 join them. */
function logTicks(scale: ReturnType<typeof scaleLog<number>>, count: number): Tick[] {
  const [low, high] = scale.domain() as [number, number];
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const factors = Math.log10(high / low) < 2 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((to - from) / count));
  const ticks: Tick[] = [];
  for (let power = from; power <= to; power += stride)
    for (const factor of factors) {
      const tick = factor * 10 ** power;
      if (tick >= low && tick <= high) ticks.push({ place: scale(tick), label: significant(tick) });
    }
  return ticks;
}

/** Scales and ticks of a chart whose plot has the given size in pixels. */
export function chartScales(chart: Chart, width: number, height: number): Scales {
  const [, furthest] = extent([
    ...chart.series.flatMap(({ points }) => points.map(({ x }) => x)),
    ...(chart.x.include ?? []),
  ]) ?? [0, 1];
  const x = scaleLinear<number>([0, furthest || 1], [0, width]);
  // There is no half step.
  const xTicks = linearTicks(x, width / 90, Number.isInteger);
  const domain = yDomain(chart);
  if (chart.y.scale === 'log') {
    const y = scaleLog<number>(domain, [height, 0]);
    return { x, y: (value) => (value > 0 ? y(value) : NaN), xTicks, yTicks: logTicks(y, height / 32) };
  }
  const y = scaleLinear<number>(domain, [height, 0]);
  return { x, y, xTicks, yTicks: linearTicks(y, height / 34) };
}
