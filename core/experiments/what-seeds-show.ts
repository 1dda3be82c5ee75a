import quantile from '@stdlib/stats-base-dists-t-quantile';
import { fewestForSignificance, mostFlips } from './sign-flip.ts';
import { confidence } from './statistics.ts';

/**
 * How large a mean difference must be for a 95 % t interval of n differences to exclude 0, in standard deviations of the
 * differences: t(0.975, n − 1) / √n. Infinity below two.
 */
export const decidableEffect = (n: number): number =>
  n < 2 ? Infinity : quantile(0.5 + confidence / 2, n - 1) / Math.sqrt(n);

/** 0.03125 as `0.031`, without a power of ten as long as it can be read. */
const shown = (p: number): string =>
  p >= 0.0001 ? String(Number(p.toPrecision(2))) : p.toExponential(1).replace('e-', ' × 10^−');

/**
 * What a number of paired seeds can show, and what it cannot, in words.
 * @param n seeds in which both arms have a value
 * @param pairs pairs of arms that are tested together
 */
export function whatSeedsShow(n: number, pairs: number): string {
  if (n < 1) return 'No seed has a value in both arms yet.';
  if (n === 1) return 'One seed decides nothing: it gives a difference, but neither an interval nor a test.';
  const interval = `With ${n} paired seeds a 95 % t interval excludes 0 when the mean difference is above ${decidableEffect(n).toFixed(2)} standard deviations of the differences; a smaller one stays undecided, which does not make the arms equal.`;
  if (n > mostFlips)
    return `${interval} There are too many seeds for the exact sign-flip test, and enough for the t interval.`;
  const smallest = 2 ** (1 - n);
  if (n < fewestForSignificance)
    return `${interval} The smallest p of a sign-flip test is ${shown(smallest)}, so it cannot reach 0.05: that takes ${fewestForSignificance} seeds.`;
  const corrected = Math.min(1, pairs * smallest);
  return `${interval} The smallest p of a sign-flip test is ${shown(smallest)}${pairs < 2 ? '' : `; among ${pairs} pairs Holm’s correction makes at least ${shown(corrected)} of the smallest${corrected > 0.05 ? ', so none can stay below 0.05' : ''}`}.`;
}
