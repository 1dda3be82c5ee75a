import { firstFrom } from '../../halving.ts';
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
    probability: wins(new Uint8Array(n).fill(1)),
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
function rankWins(a: readonly number[], b: readonly number[]): (times: Uint8Array) => number {
  const n = a.length;
  const order = Uint32Array.from(b.keys()).sort((i, j) => b[i] - b[j]);
  const sorted = Float64Array.from(order, (i) => b[i]);
  /** Values of b below each of a, and those not above it. */
  const below = Uint32Array.from(a, (x) => firstFrom(0, n, (i) => sorted[i] >= x));
  const upTo = Uint32Array.from(a, (x) => firstFrom(0, n, (i) => sorted[i] > x));
  const tied = below.some((place, i) => place !== upTo[i]);
  /** Whole numbers, as all of it is. */
  const before = new Int32Array(n + 1);
  return (times) => {
    addUp(times, order, before);
    const lost = weighted(times, below, before);
    const notWon = tied ? weighted(times, upTo, before) : lost;
    return (2 * n * before[n] - lost - notWon) / 2 / (n * n);
  };
}

/** How many draws lie before each place of an order. */
function addUp(times: Uint8Array, order: Uint32Array, before: Int32Array): void {
  let sum = 0;
  for (let k = 0; k < order.length; k++) {
    before[k] = sum;
    sum += times[order[k]];
  }
  before[order.length] = sum;
}

function weighted(times: Uint8Array, places: Uint32Array, before: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < places.length; i++) sum += times[i] * before[places[i]];
  return sum;
}

function intervalOf(n: number, wins: (times: Uint8Array) => number): Improvement['interval'] {
  const resampled = resample(n, wins);
  const { values } = resampled;
  if (values[0] === values.at(-1)) return null;
  const end = (share: number) => resampledQuantile(resampled, share);
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
}
