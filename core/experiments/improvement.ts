/** How often one arm beats the other, without any unit. */
export interface Improvement {
  /**
   * P(a better than b) for a run of each drawn at random, ties counting half: the probability of improvement of
   * Agarwal et al., NeurIPS 2021 (the Mann–Whitney U over all n² pairs of runs).
   */
  readonly probability: number;
  /** Seeds in which a is better, equal, and worse than b. */
  readonly better: number;
  readonly equal: number;
  readonly worse: number;
}

/**
 * @param a values of one arm, one per seed, in the order of `b`
 * @param lower whether less is better
 * @returns null for no pairs, and when a value is not finite
 */
export function improvement(a: readonly number[], b: readonly number[], lower: boolean): Improvement | null {
  if (a.length === 0 || a.length !== b.length || ![...a, ...b].every(Number.isFinite)) return null;
  const wins = (x: number, y: number) => (x === y ? 0.5 : x < y === lower ? 1 : 0);
  let sum = 0;
  for (const x of a) for (const y of b) sum += wins(x, y);
  const paired = a.map((x, i) => wins(x, b[i]!));
  const count = (value: number) => paired.filter((each) => each === value).length;
  return { probability: sum / (a.length * b.length), better: count(1), equal: count(0.5), worse: count(0) };
}
