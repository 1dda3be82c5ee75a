import { timeToTarget, type TargetTime } from '../../core/experiments/comparison/time-to-target.ts';
import { yardstickById, type YardstickId } from '../../core/yardsticks/registry.ts';
import type { RunRecord } from '../../core/experiments/run.ts';
import type { XAxis } from './yardstick-series.ts';

/** The places a target can be moved to: hundredths of a bit, or of a share. */
export const targetStep = 0.01;

/** A target as near to a value as its steps allow, within the axis. */
export function snapped(value: number, low: number, high: number): number {
  const within = Math.min(high, Math.max(low, value));
  return Number((Math.round(within / targetStep) * targetStep).toFixed(2));
}

/** The target that a key leads to; null for any other key. */
export function targetAfterKey(
  key: string,
  shift: boolean,
  value: number,
  low: number,
  high: number,
): number | null {
  const by = shift ? 10 * targetStep : targetStep;
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return snapped(value + by, low, high);
    case 'ArrowDown':
    case 'ArrowLeft':
      return snapped(value - by, low, high);
    case 'PageUp':
      return snapped(value + 10 * targetStep, low, high);
    case 'PageDown':
      return snapped(value - 10 * targetStep, low, high);
    case 'Home':
      return snapped(low, low, high);
    case 'End':
      return snapped(high, low, high);
    default:
      return null;
  }
}

/** Times of one arm to a target, one per seed in the order of the runs, and what they have in common. */
export interface ArmTimes {
  readonly armId: string;
  readonly times: readonly (TargetTime & { readonly seed: number })[];
  readonly reached: number;
  /** Mean over all seeds; null unless every one of them reached the target: of some only, it would flatter. */
  readonly mean: number | null;
}

export function armTimes(
  armId: string,
  runs: readonly RunRecord[],
  yardstick: YardstickId,
  target: number,
  x: XAxis,
): ArmTimes {
  const times = runs
    .filter((run) => run.armId === armId)
    .map((run) => ({ ...timeToTarget(run, yardstick, target), seed: run.seed }));
  const values = times.flatMap((time) => (time.reached ? [time[x]] : []));
  return {
    armId,
    times,
    reached: values.length,
    mean:
      values.length === times.length && values.length > 0
        ? values.reduce((sum, value) => sum + value, 0) / values.length
        : null,
  };
}

/** `bits per character ≤ 2.50` */
export function targetWords(yardstick: YardstickId, target: number): string {
  const { label, better } = yardstickById(yardstick);
  return `${label} ${better === 'lower' ? '≤' : '≥'} ${target.toFixed(2)}`;
}
