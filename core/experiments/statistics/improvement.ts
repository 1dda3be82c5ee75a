import { resample, resampledQuantile } from './resampling.ts';
import { fewestForImprovement } from './interval-coverage.ts';
import { confidence } from './mean-interval.ts';

/** How often one arm beats the other, without any unit. */
export interface Improvement {
  /**
   * P(a better than b) for a run of each drawn at random, ties counting half: the probability of improvement of
   * Agarwal et al., NeurIPS 2021 (the Mann–Whitney U over all n² pairs of runs).
   */
  readonly probability: number;
  /**
   * 95 % percentile interval of the probability, over resampled seeds. A seed is drawn with its runs of both arms, for
   * they are paired. Null below the seeds at which it covers enough, and where every resample has the same probability.
   */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Seeds in which a is better, equal, and worse than b. */
  readonly better: number;
  readonly equal: number;
  readonly worse: number;
}

/**
 * @param a values of one arm, one per seed, in the order of `b`
 * @param lower whether less is better
 * @param fewest seeds from which on the interval is offered
 * @returns null for no pairs, and when a value is not finite
 */
export function improvement(
  a: readonly number[],
  b: readonly number[],
  lower: boolean,
  fewest = fewestForImprovement,
): Improvement | null {
  if (a.length === 0 || a.length !== b.length || ![...a, ...b].every(Number.isFinite)) return null;
  const n = a.length;
  const sign = lower ? 1 : -1;
  const wins = rankWins(
    a.map((value) => sign * value),
    b.map((value) => sign * value),
  );
  const signs = a.map((value, i) => Math.sign(sign * (value - b[i])));
  const count = (value: number) => signs.filter((each) => each === value).length;
  return {
    probability: wins(new Uint16Array(n).fill(1)),
    interval: n >= fewest ? intervalOf(n, wins) : null,
    better: count(-1),
    equal: count(0),
    worse: count(1),
  };
}

/**
 * The share of pairs of runs in which the one of `a` is less than that of `b`, ties counting half, as a function of how
 * often each seed counts. Ranks are found once; a resample takes as long as it has seeds.
 */
function rankWins(a: readonly number[], b: readonly number[]): (times: Uint16Array) => number {
  const n = a.length;
  const order = Uint32Array.from(b.keys()).sort((i, j) => b[i] - b[j]);
  const sorted = Float64Array.from(order, (i) => b[i]);
  /** Values of b below each of a, and those not above it. */
  const below = Uint32Array.from(a, (x) => firstPlace(sorted, (y) => y >= x));
  const upTo = Uint32Array.from(a, (x) => firstPlace(sorted, (y) => y > x));
  /** Whole numbers, as all of it is: twice the wins of a seed are at most 2n. */
  const before = new Int32Array(n + 1);
  return (times) => {
    for (let k = 0; k < n; k++) before[k + 1] = before[k] + times[order[k]];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += times[i] * (2 * before[n] - before[below[i]] - before[upTo[i]]);
    return sum / 2 / (n * n);
  };
}

/** The first place of an ascending list from which on a test holds. */
function firstPlace(sorted: Float64Array, test: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function intervalOf(n: number, wins: (times: Uint16Array) => number): Improvement['interval'] {
  const resampled = resample(n, wins);
  const { values } = resampled;
  if (values[0] === values.at(-1)) return null;
  const end = (share: number) => resampledQuantile(resampled, share);
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
}
