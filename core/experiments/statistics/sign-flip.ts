import { stream } from '../../network/random.ts';

/** Result of an exact sign-flip test of paired differences. */
export interface SignFlip {
  /** Two-sided p: the share of sign patterns whose |mean| is at least the observed one. */
  readonly p: number;
  /** Whether every sign pattern was counted; else `drawnPatterns` were drawn. */
  readonly exact: boolean;
  /** The smallest p that n differences can give: 2^(1 − n) where all patterns are counted. Above 0.05 below 6 seeds. */
  readonly smallest: number;
}

/** Most differences of which every sign pattern is counted. */
export const mostFlips = 20;

/** Sign patterns drawn where there are too many to count; the observed one is counted besides. */
const drawnPatterns = 9999;

/** Fewest differences with which a sign-flip test can reach p ≤ 0.05. */
export const fewestForSignificance = 6;

/**
 * Two-sided sign-flip (paired permutation) test: were neither arm better, each difference could as well have had the other
 * sign. It assumes nothing about the distribution but this symmetry. Up to 20 differences all sign patterns are counted, in
 * a fifth of a millisecond (Horowitz, Sahni 1974: the sums of two halves, sorted); of more, 9 999 patterns are drawn from one
 * fixed stream, and the observed one is counted among them, so that p is never too small.
 * @returns null for no differences, and when one is not finite
 */
export function signFlipTest(differences: readonly number[]): SignFlip | null {
  const n = differences.length;
  if (n === 0 || !differences.every(Number.isFinite)) return null;
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  // Sums of the same numbers in another order differ in the last bits; they count as equal.
  const slack = 1e-12 * differences.reduce((sum, d) => sum + Math.abs(d), 0);
  if (n > mostFlips)
    return {
      p: drawnShare(differences, observed - slack),
      exact: false,
      smallest: 1 / (drawnPatterns + 1),
    };
  // |sum| is the same for a pattern and its mirror image, so the first sign can stay.
  const [fixed, ...free] = differences as [number, ...number[]];
  const half = free.length >> 1;
  const atLeast = pairsBeyond(
    signedSums(0, free.slice(0, half)),
    signedSums(fixed, free.slice(half)),
    observed - slack,
  );
  return { p: atLeast / 2 ** free.length, exact: true, smallest: 2 ** (1 - n) };
}

/**
 * The share of drawn sign patterns, and the observed one, whose |sum| is at least `bound`. Eight signs at a time: the sums of
 * all their patterns are looked up.
 */
function drawnShare(differences: readonly number[], bound: number): number {
  const groups = Math.ceil(differences.length / 8);
  const sums = new Float64Array(256 * groups);
  for (let group = 0; group < groups; group++)
    for (let pattern = 0; pattern < 256; pattern++)
      for (let k = 0; k < 8; k++) {
        const d = differences[8 * group + k] ?? 0;
        sums[256 * group + pattern] += (pattern >> k) & 1 ? -d : d;
      }
  const words = Math.ceil(groups / 4);
  const signs = drawnSigns(words);
  let beyond = 1;
  for (let drawn = 0; drawn < drawnPatterns; drawn++) {
    let sum = 0;
    for (let group = 0; group < groups; group++) {
      const pattern = (signs[drawn * words + (group >> 2)] >>> (8 * (group & 3))) & 255;
      sum += sums[256 * group + pattern];
    }
    if (Math.abs(sum) >= bound) beyond++;
  }
  return beyond / (drawnPatterns + 1);
}

let lastSigns = new Uint32Array(0);

/** 32 signs a word, one pattern after the other. They are the same for every list of as many differences. */
function drawnSigns(words: number): Uint32Array {
  if (lastSigns.length === drawnPatterns * words) return lastSigns;
  const generator = stream(2, 'bootstrap');
  lastSigns = Uint32Array.from({ length: drawnPatterns * words }, () => generator.below(2 ** 32));
  return lastSigns;
}

/** start ± d₁ ± d₂ … for all sign patterns, in ascending order. */
function signedSums(start: number, differences: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** differences.length).fill(start);
  differences.forEach((d, i) => {
    for (let pattern = 0; pattern < sums.length; pattern++) sums[pattern] += (pattern >> i) & 1 ? -d : d;
  });
  return sums.sort();
}

/** How many pairs have |a + b| ≥ `bound`; both lists ascend, so the borders within `b` only fall as `a` grows. */
function pairsBeyond(as: Float64Array, bs: Float64Array, bound: number): number {
  if (bound <= 0) return as.length * bs.length;
  let count = 0;
  /** Values of b below `high` give a sum below the bound; those below `low` one of −bound or less. */
  let high = bs.length;
  let low = bs.length;
  for (const a of as) {
    while (high > 0 && a + bs[high - 1] >= bound) high--;
    while (low > 0 && a + bs[low - 1] > -bound) low--;
    count += bs.length - high + low;
  }
  return count;
}
