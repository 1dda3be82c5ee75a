import { pairedDifference, type PairedDifference } from './paired-difference.ts';
import { sense, type YardstickId } from '../yardsticks/registry.ts';
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

/** The arms that have a value on a yardstick, by their means, the best first. */
export function ranking(arms: readonly ArmStanding[], yardstick: YardstickId): ArmStanding[] {
  const mean = (row: ArmStanding) => sense(yardstick) * row.yardsticks[yardstick].mean;
  return arms.filter((row) => Number.isFinite(mean(row))).sort((a, b) => mean(a) - mean(b));
}

/** Means of the same values in another order may differ by rounding; that is no difference. */
const rounding = 1e-12;

/** Whether two arms have the same mean on a yardstick. */
export function sameMean(a: ArmStanding, b: ArmStanding, yardstick: YardstickId): boolean {
  const [x, y] = [a.yardsticks[yardstick].mean, b.yardsticks[yardstick].mean];
  return Math.abs(x - y) <= rounding * Math.abs(x);
}

/** Whether two arms are equal on average over the seeds that both have. */
export function isLevel({ by, ahead, pair: { yardstick } }: Lead): boolean {
  return by <= rounding * Math.abs(ahead.yardsticks[yardstick].mean);
}

/**
 * Two arms seed by seed. Where seeds are missing, the arm with the better mean may be the one behind. Level arms stay
 * in their order.
 */
export function leadOf(a: ArmStanding, b: ArmStanding, yardstick: YardstickId): Lead {
  const sign = sense(yardstick);
  const pair = pairedDifference(a, b, yardstick);
  if (sign * pair.summary.mean > 0) return leadOf(b, a, yardstick);
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
