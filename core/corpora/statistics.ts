import type { CharacterCount, Indices } from './corpus.ts';

/** Above this many distinct characters a table of all pairs would be too large. */
const denseVocabulary = 2048;

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
 * @param distinct V
 */
export function bigramEntropy(indices: Indices, distinct: number): number {
  const pairs = indices.length - 1;
  if (pairs < 1) return 0;
  const firsts = new Float64Array(distinct);
  for (let i = 0; i < pairs; i++) firsts[indices[i]]++;
  const pairSum = distinct <= denseVocabulary ? densePairs(indices, distinct) : sparsePairs(indices, firsts);
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
 * counted by itself. Memory is one index per character whatever V is.
 */
function sparsePairs(indices: Indices, firsts: Float64Array): number {
  const pairs = indices.length - 1;
  const starts = new Float64Array(firsts.length + 1);
  for (let v = 0; v < firsts.length; v++) starts[v + 1] = starts[v] + firsts[v];
  const next = starts.slice();
  const followers = firsts.length <= 65536 ? new Uint16Array(pairs) : new Uint32Array(pairs);
  for (let i = 0; i < pairs; i++) followers[next[indices[i]]++] = indices[i + 1];
  const counts = new Uint32Array(firsts.length);
  let sum = 0;
  for (let v = 0; v < firsts.length; v++) {
    const from = starts[v];
    const to = starts[v + 1];
    for (let i = from; i < to; i++) counts[followers[i]]++;
    for (let i = from; i < to; i++) {
      const n = counts[followers[i]];
      if (n > 1) sum += n * Math.log2(n);
      counts[followers[i]] = 0;
    }
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
 * Characters for training when the last `share` of N is held out. Each side keeps at least two characters (one
 * prediction) as long as the text has them.
 */
export function trainCharacters(N: number, share: number): number {
  const heldOut = Math.round(N * share);
  if (N < 4) return Math.ceil(N / 2);
  return N - Math.min(N - 2, Math.max(2, heldOut));
}

/** Distinct characters of the held-out part that training never shows. */
export function unseenInTraining(indices: Indices, split: number, distinct: number): number {
  const seen = new Uint8Array(distinct);
  for (let i = 0; i < split; i++) seen[indices[i]] = 1;
  let unseen = 0;
  for (let i = split; i < indices.length; i++)
    if (seen[indices[i]] === 0) {
      seen[indices[i]] = 1;
      unseen++;
    }
  return unseen;
}
