import { resample, resampledQuantile } from './resampling.ts';
import { fewestForImprovement } from './interval-coverage.ts';
import { confidence } from './statistics.ts';

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
  const wins = (x: number, y: number) => (x === y ? 0.5 : x < y === lower ? 1 : 0);
  const beats = a.map((x) => b.map((y) => wins(x, y)));
  let sum = 0;
  for (const row of beats) for (const win of row) sum += win;
  const paired = a.map((x, i) => wins(x, b[i]!));
  const count = (value: number) => paired.filter((each) => each === value).length;
  return {
    probability: sum / (a.length * b.length),
    interval: a.length >= fewest ? improvementInterval(beats) : null,
    better: count(1),
    equal: count(0.5),
    worse: count(0),
  };
}

/** @param beats whether run i of the one arm beats run j of the other; a tie is one half */
function improvementInterval(beats: readonly (readonly number[])[]): Improvement['interval'] {
  const n = beats.length;
  const resampled = resample(n, (times) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (times[i] === 0) continue;
      let row = 0;
      for (let j = 0; j < n; j++) row += times[j]! * beats[i]![j]!;
      sum += times[i]! * row;
    }
    return sum / (n * n);
  });
  const { values } = resampled;
  if (values[0] === values.at(-1)) return null;
  const end = (share: number) => resampledQuantile(resampled, share);
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
}
