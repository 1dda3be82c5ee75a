import type { CharacterCount, Indices, Occurrences } from './corpus.ts';
import type { Span } from './parts.ts';

/** H = −Σ p log₂ p of counts, in bits. 0 for no counts. */
export function entropy(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  if (total === 0) return 0;
  // log₂ total − (1/total) Σ n log₂ n, which needs one division and keeps exact zeros.
  let sum = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] > 0) sum += counts[i] * Math.log2(counts[i]);
  return Math.max(0, Math.log2(total) - sum / total);
}

/**
 * Entropy of a character given the one before in the same text, in bits: H(pairs) − H(first of a pair). 0 when there is no
 * pair. Each pair is predicted from itself here, so a text with few of each kind seems almost certain: a statistic, and
 * nothing that a model could reach.
 * @param counts occurrences of each of the V indices
 * @param information Σ n log₂ n over the counts of all pairs
 */
export function bigramEntropy(indices: Indices, counts: Float64Array, information: number): number {
  const pairs = indices.length - 1;
  if (pairs < 1) return 0;
  // Every character but the last is the first of a pair.
  const firsts = counts.slice();
  firsts[indices[pairs]]--;
  let firstSum = 0;
  for (const n of firsts) if (n > 0) firstSum += n * Math.log2(n);
  return Math.max(0, (firstSum - information) / pairs);
}

/** The most frequent characters, most frequent first; equals in order of first appearance. */
export function mostFrequent(vocabulary: Uint32Array, counts: Float64Array, most: number): CharacterCount[] {
  return Array.from(vocabulary, (codePoint, i) => ({ codePoint, count: counts[i] }))
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

/** By how often characters occur, ascending. */
export function occurrences(counts: Float64Array): Occurrences[] {
  const kinds = new Map<number, number>();
  for (const times of counts) kinds.set(times, (kinds.get(times) ?? 0) + 1);
  return [...kinds].map(([times, distinct]) => ({ times, distinct })).sort((a, b) => a.times - b.times);
}

/**
 * Indices of the held-out part that training never shows, in the order in which they come.
 * @param training counts of the training part, one of each index
 */
export function unseenInTraining(
  indices: Indices,
  heldOut: readonly Span[],
  training: Float64Array,
): number[] {
  const unseen = new Set<number>();
  for (const { from, to } of heldOut)
    for (let i = from; i < to; i++) if (training[indices[i]] === 0) unseen.add(indices[i]);
  return [...unseen];
}
