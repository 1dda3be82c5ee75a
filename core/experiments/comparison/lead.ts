import { sense, type YardstickId } from '../../yardsticks/registry.ts';
import { pairOf, type PairedDifference } from './paired-difference.ts';
import type { ArmStanding } from './standing.ts';

/** Which of two arms is ahead over the seeds that both have, and by how much. */
export interface Lead {
  readonly ahead: ArmStanding;
  readonly behind: ArmStanding;
  /** Value of the arm ahead minus value of the other. */
  readonly pair: PairedDifference;
  /** How far ahead, 0 or more for either sense of better; NaN where no seed has a value in both. */
  readonly by: number;
  /** The 95 % interval of `by`; null where the pair has none. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Whether an arm has diverged runs where another arm with a value has none: its mean is over what is left, and flatters it. */
export function isFlattered(row: ArmStanding, arms: readonly ArmStanding[], yardstick: YardstickId): boolean {
  const isWhole = (each: ArmStanding) =>
    each.diverged === 0 && Number.isFinite(each.yardsticks[yardstick].mean);
  return row.diverged > 0 && arms.some(isWhole);
}

/** Whether every run of an arm diverged: what it reached before says nothing about it. */
export const isLost = ({ runs, diverged }: ArmStanding): boolean => runs > 0 && diverged === runs;

/**
 * The arms that have a value on a yardstick, by their means, the best first. An arm with diverged runs where another has
 * none comes after those that have none: it has no best mean. One of which every run diverged is not among them.
 */
export function ranking(arms: readonly ArmStanding[], yardstick: YardstickId): ArmStanding[] {
  const mean = (row: ArmStanding) => sense(yardstick) * row.yardsticks[yardstick].mean;
  const place = (row: ArmStanding) => Number(isFlattered(row, arms, yardstick));
  return arms
    .filter((row) => Number.isFinite(mean(row)) && !isLost(row))
    .sort((a, b) => place(a) - place(b) || mean(a) - mean(b));
}

/** Means of the same values in another order may differ by rounding; that is no difference. */
const rounding = 1e-12;

/** The arms that share the best mean on a yardstick; none where no arm has a value. */
export function bestArms(arms: readonly ArmStanding[], yardstick: YardstickId): ArmStanding[] {
  const ranked = ranking(arms, yardstick);
  const [first] = ranked;
  const mean = (row: ArmStanding) => row.yardsticks[yardstick].mean;
  return ranked.filter(
    (row) =>
      isFlattered(row, arms, yardstick) === isFlattered(first, arms, yardstick) &&
      Math.abs(mean(first) - mean(row)) <= rounding * Math.abs(mean(first)),
  );
}

/** Whether two arms are equal on average over the seeds that both have. */
export function isLevel({ by, ahead, pair: { yardstick } }: Lead): boolean {
  return by <= rounding * Math.abs(ahead.yardsticks[yardstick].mean);
}

/**
 * Two arms seed by seed. Where seeds are missing, the arm with the better mean may be the one behind. Level arms stay
 * in their order.
 * @param pairs all judged pairs of the arms on one yardstick
 */
export function leadOf(pairs: readonly PairedDifference[], a: ArmStanding, b: ArmStanding): Lead {
  const pair = pairOf(pairs, a.armId, b.armId);
  const sign = sense(pair.yardstick);
  if (sign * pair.summary.mean > 0) return leadOf(pairs, b, a);
  const { mean, interval } = pair.summary;
  const [low, high] = sign > 0 ? (['high', 'low'] as const) : (['low', 'high'] as const);
  return {
    ahead: a,
    behind: b,
    pair,
    by: Math.abs(mean),
    interval: interval && { low: -sign * interval[low], high: -sign * interval[high] },
  };
}
