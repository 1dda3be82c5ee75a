import type { CharacterCount, Indices } from './corpus.ts';
import type { TextParts } from './parts.ts';

/** Above this many distinct characters a table of all pairs would be too large. */
const denseVocabulary = 2048;

/** Followers gathered at a time: what the counting takes of memory, whatever the length of the text. */
const followersAtOnce = 1 << 25;

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
 * Entropy of a character given the one before, in bits: H(pairs) − H(first of a pair). 0 when there is no pair.
 * @param counts occurrences of each of the V indices
 * @param atOnce pairs gathered at a time when V is large
 */
export function bigramEntropy(indices: Indices, counts: Float64Array, atOnce = followersAtOnce): number {
  const pairs = indices.length - 1;
  if (pairs < 1) return 0;
  // Every character but the last is the first of a pair.
  const firsts = counts.slice();
  firsts[indices[pairs]]--;
  const dense = counts.length <= denseVocabulary;
  const pairSum = dense ? densePairs(indices, counts.length) : sparsePairs(indices, firsts, atOnce);
  let firstSum = 0;
  for (const n of firsts) if (n > 0) firstSum += n * Math.log2(n);
  return Math.max(0, (firstSum - pairSum) / pairs);
}

/** Σ n log₂ n over pairs, from a table of V × V counts. */
function densePairs(indices: Indices, distinct: number): number {
  const counts = new Uint32Array(distinct * distinct);
  for (let i = 1; i < indices.length; i++) counts[indices[i - 1] * distinct + indices[i]]++;
  let sum = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] > 1) sum += counts[i] * Math.log2(counts[i]);
  return sum;
}

/**
 * The same without the table: characters are gathered by what stands before them (a counting sort), and each group is
 * counted by itself. A long text is gone through several times, for as many groups each time as fit.
 */
function sparsePairs(indices: Indices, firsts: Float64Array, atOnce: number): number {
  const counts = new Uint32Array(firsts.length);
  let sum = 0;
  let from = 0;
  while (from < firsts.length) {
    let to = from + 1;
    let size = firsts[from];
    while (to < firsts.length && size + firsts[to] <= atOnce) size += firsts[to++];
    sum += groupPairs(indices, firsts, from, to, size, counts);
    from = to;
  }
  return sum;
}

/** Σ n log₂ n over the pairs whose first character is `from` … `to` − 1; there are `size` of them. `counts` is all 0. */
function groupPairs(
  indices: Indices,
  firsts: Float64Array,
  from: number,
  to: number,
  size: number,
  counts: Uint32Array,
): number {
  const next = new Float64Array(to - from);
  for (let v = from + 1; v < to; v++) next[v - from] = next[v - from - 1] + firsts[v - 1];
  const followers = firsts.length <= 65536 ? new Uint16Array(size) : new Uint32Array(size);
  for (let i = 1; i < indices.length; i++) {
    const v = indices[i - 1];
    if (v >= from && v < to) followers[next[v - from]++] = indices[i];
  }
  let sum = 0;
  let start = 0;
  // By now each entry of `next` is where its group ends.
  for (const end of next) {
    for (let i = start; i < end; i++) counts[followers[i]]++;
    for (let i = start; i < end; i++) {
      const n = counts[followers[i]];
      if (n > 1) sum += n * Math.log2(n);
      counts[followers[i]] = 0;
    }
    start = end;
  }
  return sum;
}

/** The most frequent characters, most frequent first; equals in order of first appearance. */
export function mostFrequent(vocabulary: Uint32Array, counts: Float64Array, most: number): CharacterCount[] {
  return Array.from(vocabulary, (codePoint, i) => ({ codePoint, count: counts[i] }))
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

/**
 * Distinct characters of the held-out part that training never shows.
 * @param distinct V
 */
export function unseenInTraining(
  indices: Indices,
  { training, heldOut }: Pick<TextParts, 'training' | 'heldOut'>,
  distinct: number,
): number {
  const seen = new Uint8Array(distinct);
  let missing = distinct;
  // Most texts show all their characters early on, and the rest need not be looked at.
  for (const { from, to } of training)
    for (let i = from; i < to && missing > 0; i++)
      if (seen[indices[i]] === 0) {
        seen[indices[i]] = 1;
        missing--;
      }
  if (missing === 0) return 0;
  let unseen = 0;
  for (const { from, to } of heldOut)
    for (let i = from; i < to; i++)
      if (seen[indices[i]] === 0) {
        seen[indices[i]] = 1;
        unseen++;
      }
  return unseen;
}
