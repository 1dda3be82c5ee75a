import quantile from '@stdlib/stats-base-dists-t-quantile';
import { firstFrom } from '../../halving.ts';
import { noncentralTail, tTestPower } from './noncentral-t.ts';
import { fewestForSignificance } from './sign-flip.ts';
import { confidence } from './mean-interval.ts';

/** The chance of a decision that a number of seeds is asked for. */
const wantedPower = 0.8;

/** More seeds than this are not counted out: an experiment has at most so many. */
export const mostSeedsCounted = 1000;

/** The fewest n, from `least` on, at which something that grows with n is reached; null where `mostSeedsCounted` does not reach it. */
function fewest(reached: (n: number) => boolean, least: number): number | null {
  if (least > mostSeedsCounted || !reached(mostSeedsCounted)) return null;
  return firstFrom(least, mostSeedsCounted, reached);
}

/**
 * Paired seeds with which a two-sided t test at 0.05 / pairs finds a mean difference in 80 % of experiments (noncentral t).
 * @param effect |mean difference| in standard deviations of the differences
 * @param least the fewest to answer with
 * @returns null for more than `mostSeedsCounted`
 */
export function seedsToTell(effect: number, pairs: number, least = fewestForSignificance): number | null {
  if (!(effect > 0)) return null;
  if (effect === Infinity) return least;
  const alpha = (1 - confidence) / pairs;
  return fewest((n) => tTestPower(n, effect, alpha) >= wantedPower, least);
}

/**
 * Paired seeds with which the 95 % t interval lies inside ± `smallest` in at least 80 % of experiments, were the observed
 * mean and spread the true ones: each end of the interval misses its side with the probability of a one-sided t test.
 * @returns null for more than `mostSeedsCounted`, and where the mean lies outside
 */
export function seedsToCallEqual(
  { mean, sd }: { readonly mean: number; readonly sd: number },
  smallest: number,
  least = fewestForSignificance,
): number | null {
  const room = [smallest - mean, smallest + mean];
  if (!room.every((side) => side > 0)) return null;
  if (sd === 0) return least;
  const reached = (n: number) => {
    const bound = quantile(0.5 + confidence / 2, n - 1);
    const missed = room.map((side) => 1 - noncentralTail(bound, n - 1, (side / sd) * Math.sqrt(n)));
    return 1 - missed[0] - missed[1] >= wantedPower;
  };
  return fewest(reached, least);
}
