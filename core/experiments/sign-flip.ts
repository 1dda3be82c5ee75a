/** Result of an exact sign-flip test of paired differences. */
export interface SignFlip {
  /** Two-sided p: the share of sign patterns whose |mean| is at least the observed one. */
  readonly p: number;
  /** The smallest p that n differences can give: 2^(1 − n). Above 0.05 below 6 seeds. */
  readonly smallest: number;
}

/** Most differences for which all sign patterns are tried: 2²⁰ sums take some 10 ms. */
export const mostFlips = 20;

/** Fewest differences with which a sign-flip test can reach p ≤ 0.05. */
export const fewestForSignificance = 6;

/**
 * Exact two-sided sign-flip (paired permutation) test: were neither arm better, each difference could as well have
 * had the other sign. It assumes nothing about the distribution but this symmetry.
 * @returns null for no differences, for more than `mostFlips`, and when one is not finite
 */
export function signFlipTest(differences: readonly number[]): SignFlip | null {
  const n = differences.length;
  if (n === 0 || n > mostFlips || !differences.every(Number.isFinite)) return null;
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  // Sums of the same numbers in another order differ in the last bits; they count as equal.
  const slack = 1e-12 * differences.reduce((sum, d) => sum + Math.abs(d), 0);
  let atLeast = 0;
  // |sum| is the same for a pattern and its mirror image, so the first sign can stay.
  const patterns = 2 ** (n - 1);
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = differences[n - 1]!;
    for (let i = 0; i < n - 1; i++) sum += (pattern >> i) & 1 ? -differences[i]! : differences[i]!;
    if (Math.abs(sum) >= observed - slack) atLeast++;
  }
  return { p: atLeast / patterns, smallest: 1 / patterns };
}
