import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { ArmSweep } from '../../core/experiments/rates/sweep.ts';

export interface SweepLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room below the plot for one bar per arm: its basin. */
export const sweepLayout = (width: number, arms: number): SweepLayout => ({
  width: Math.max(320, width),
  height: 330 + 9 * arms,
  left: 52,
  right: 96,
  top: 22,
  bottom: 48 + 9 * arms,
});

export interface SweepScales {
  readonly x: (rate: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly low: number;
  readonly high: number;
}

/**
 * Rates on a logarithmic axis. The vertical axis goes from the best value to a little above `usual` (the value of a model
 * that knows nothing): what lies beyond is drawn at its edge, lest one rate that ruins a run presses all others flat.
 */
export function sweepScales(
  arms: readonly ArmSweep[],
  rates: readonly [low: number, high: number],
  { width, height, left, right, top, bottom }: SweepLayout,
  usual: number | null,
): SweepScales {
  const values = arms
    .flatMap((arm) => arm.values.flatMap(({ values: found }) => found))
    .filter(Number.isFinite);
  const least = values.length > 0 ? Math.min(...values, ...(usual === null ? [] : [usual])) : 0;
  const most = values.length > 0 ? Math.max(...values) : 1;
  const ceiling = usual === null ? most : Math.min(most, usual * 1.25);
  const air = 0.05 * (ceiling - least || 1);
  const [from, to] = rates[0] === rates[1] ? [rates[0] / 3, rates[0] * 3] : rates;
  const x = scaleLog([from / 1.25, to * 1.25], [left, width - right]);
  const y = scaleLinear([least - air, Math.max(ceiling, least + 1e-9) + air], [height - bottom, top]);
  const [low, high] = y.domain() as [number, number];
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(from) - 1e-9); power <= Math.floor(Math.log10(to) + 1e-9); power++)
    powers.push(10 ** power);
  return { x, y, xTicks: powers.length > 0 ? powers : [from], yTicks: y.ticks(7), low, high };
}

/** A value as far as the axis goes. */
export const withinAxis = (value: number, { low, high }: SweepScales): number =>
  Math.min(high, Math.max(low, value));

/** The line through the means; a gap where no seed has a value. */
export function sweepPath({ values }: ArmSweep, scales: SweepScales): string {
  const path = line<ArmSweep['values'][number]>()
    .defined(({ summary }) => Number.isFinite(summary.mean))
    .x(({ rate }) => scales.x(rate))
    .y(({ summary }) => scales.y(withinAxis(summary.mean, scales)))
    .digits(1);
  return path(values) ?? '';
}

/** Places at least `gap` from each other, each as near as may be to where it is wanted, the upper ones first. */
export function apart(wanted: readonly number[], gap: number): number[] {
  const places = [...wanted];
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]!);
  let last = -Infinity;
  for (const i of order) last = places[i] = Math.max(wanted[i]!, last + gap);
  return places;
}

/** What is to be said of an arm beside its numbers, in words. */
export function sweepRemarks({ best, basin, atEdge, values }: ArmSweep): string[] {
  const diverged = values.reduce((sum, value) => sum + value.diverged, 0);
  const failed = values.reduce((sum, value) => sum + value.failed, 0);
  return [
    ...(best
      ? []
      : [
          diverged > 0
            ? 'no rate has a value of every seed: runs diverged'
            : 'no rate has a value of every seed yet',
        ]),
    ...(atEdge ? [`at the ${atEdge} end of the grid: the true best may lie beyond`] : []),
    ...(basin?.open && !atEdge ? ['the basin reaches the end of what was tried'] : []),
    ...(best && diverged > 0 ? [`${diverged} ${diverged === 1 ? 'run' : 'runs'} diverged`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'run' : 'runs'} failed`] : []),
  ];
}
