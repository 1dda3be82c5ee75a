import quantile from '@stdlib/stats-base-dists-t-quantile';
import { fixed, grouped, percent, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { eBound, fewestForEProcess } from '../statistics/e-process.ts';
import { tTestPower } from '../statistics/noncentral-t.ts';
import { fewestForSignificance } from '../statistics/sign-flip.ts';
import { significance, type VerdictRule } from './verdict.ts';

/**
 * How large a mean difference must be for a two-sided t test of n differences to have p < α, in standard deviations of the
 * differences: t(1 − α/2, n − 1) / √n. Infinity below two.
 */
export const decidableEffect = (n: number, alpha = significance): number =>
  n < 2 ? Infinity : quantile(1 - alpha / 2, n - 1) / Math.sqrt(n);

/**
 * What a number of paired seeds can show, and what it cannot, in words.
 * @param n seeds in which both arms have a value
 * @param pairs pairs of arms that are tested together
 */
export function whatSeedsShow(
  n: number,
  pairs: number,
  by: VerdictRule['by'] = 'tests',
  say: Say = inEnglish,
): string {
  if (n < 1) return say`No seed has a value in both output layers yet.`;
  if (by === 'e-process') {
    const fewest = fewestForEProcess(pairs);
    return say`Seeds are added while one looks: a pair is decided when its e-process reaches ${grouped(eBound(pairs))} (20 for each of ${say.counted(pairs, 'pair')}), which at most one experiment in twenty of equal output layers ever does. It takes ${fewest} seeds at least${n < fewest ? say`; there are ${n}` : ''}.`;
  }
  if (n < fewestForSignificance) {
    const why =
      n === 1
        ? say`one seed gives a difference, but neither an interval nor a test`
        : say`the smallest p of a sign-flip test is ${significant(2 ** (1 - n), 2)}, so it cannot reach 0.05`;
    return say`With ${say.counted(n, 'paired seed')} there is no verdict: ${why}. ${fewestForSignificance} are needed.`;
  }
  const alpha = significance / pairs;
  const among = pairs > 1 ? say` (the first of ${pairs} pairs)` : '';
  return say`With ${n} paired seeds the t test tells two output layers apart${among} when their mean difference is above ${fixed(decidableEffect(n, alpha), 2)} standard deviations of the differences: one of 1 standard deviation is found in ${percent(round(tTestPower(n, 1, alpha)))} of experiments, one of 2 in ${percent(round(tTestPower(n, 2, alpha)))}. What is not decided is not equal.`;
}

/** To whole percents: more digits would promise too much. */
const round = (share: number) => Math.round(100 * share) / 100;
