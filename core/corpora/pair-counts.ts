import type { Indices } from './corpus.ts';
import type { Span } from './parts.ts';

/** Above this many distinct characters a table of all pairs would be too large. */
const denseVocabulary = 2048;

/** Followers gathered at a time: what the counting takes of memory, whatever the length of the text. */
const followersAtOnce = 1 << 25;

/** The pairs that are counted, by the places of their second characters. */
export interface Pairs {
  /** Counted first: what a model learns. */
  readonly learned: readonly Span[];
  /** Lists of places at which that model predicts. */
  readonly scored: readonly (readonly Span[])[];
  /** Counted after that, for what is said of all pairs together. */
  readonly others: readonly Span[];
}

/** Pairs within a part of a text, by the places of their second characters: those across gaps are none. */
export const pairsWithin = (part: readonly Span[]): Span[] =>
  part.flatMap(({ from, to }) => (to - from > 1 ? [{ from: from + 1, to }] : []));

/** All places from `first` to N − 1 that are in none of some ascending spans; nothing stands before place 0. */
export function placesBeside(spans: readonly Span[], N: number, first = 1): Span[] {
  const beside: Span[] = [];
  let end = first;
  for (const { from, to } of spans) {
    if (from > end) beside.push({ from: end, to: from });
    end = Math.max(end, to);
  }
  if (end < N) beside.push({ from: end, to: N });
  return beside;
}

interface PairSums {
  /** −Σ log₂ p(c | b) over each list of scored places, bits. */
  readonly bits: readonly number[];
  /** Σ n log₂ n over the counts of all pairs, learned and others. */
  readonly information: number;
}

/**
 * Scores by the Witten–Bell bigram of the learned pairs (Witten & Bell 1991; science: baselines), p(c | b) =
 * (n(b c) + T(b) p₁(c)) / (n(b) + T(b)), with T(b) distinct followers of b; p₁(c) where b has none.
 * @param unigram p₁, V values
 * @param atOnce pairs gathered at a time when V is large
 */
export function pairSums(
  indices: Indices,
  pairs: Pairs,
  unigram: Float64Array,
  atOnce = followersAtOnce,
): PairSums {
  return unigram.length <= denseVocabulary
    ? denseSums(indices, pairs, unigram)
    : sparseSums(indices, pairs, unigram, atOnce);
}

/** From a table of V × V counts. */
function denseSums(indices: Indices, { learned, scored, others }: Pairs, unigram: Float64Array): PairSums {
  const V = unigram.length;
  const counts = new Uint32Array(V * V);
  const count = (places: readonly Span[]) => {
    for (const { from, to } of places)
      for (let i = from; i < to; i++) counts[indices[i - 1] * V + indices[i]]++;
  };
  count(learned);
  const totals = new Float64Array(V);
  const kinds = new Float64Array(V);
  for (let b = 0; b < V; b++)
    for (let at = b * V; at < b * V + V; at++)
      if (counts[at] > 0) {
        totals[b] += counts[at];
        kinds[b]++;
      }
  const bits = scored.map((places) => {
    let sum = 0;
    for (const { from, to } of places)
      for (let i = from; i < to; i++) {
        const b = indices[i - 1];
        const c = indices[i];
        sum -= Math.log2(wittenBell(counts[b * V + c], totals[b], kinds[b], unigram[c]));
      }
    return sum;
  });
  count(others);
  let information = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] > 1) information += counts[i] * Math.log2(counts[i]);
  return { bits, information };
}

const wittenBell = (pair: number, first: number, kinds: number, unigram: number): number =>
  kinds === 0 ? unigram : (pair + kinds * unigram) / (first + kinds);

/**
 * The same without the table: characters are gathered by what stands before them (a counting sort), and each group is
 * counted by itself. A long text is gone through several times, for as many groups each time as fit.
 */
function sparseSums(
  indices: Indices,
  { learned, scored, others }: Pairs,
  unigram: Float64Array,
  atOnce: number,
): PairSums {
  const V = unigram.length;
  const lists = [learned, others, ...scored].map((places) => new Followers(indices, places, V));
  const [taught, rest, ...asked] = lists as [Followers, Followers, ...Followers[]];
  const bits = asked.map(() => 0);
  const counts = new Uint32Array(V);
  let information = 0;
  const size = (b: number) => lists.reduce((sum, { firsts }) => sum + firsts[b], 0);
  for (let from = 0; from < V;) {
    let to = from + 1;
    for (let held = size(from); to < V; to++) {
      held += size(to);
      if (held > atOnce) break;
    }
    for (const list of lists) list.gather(from, to);
    for (let b = from; b < to; b++) {
      const learnedHere = taught.of(b);
      const othersHere = rest.of(b);
      let kinds = 0;
      for (const c of learnedHere) if (counts[c]++ === 0) kinds++;
      asked.forEach((list, k) => {
        for (const c of list.of(b))
          bits[k] -= Math.log2(wittenBell(counts[c], learnedHere.length, kinds, unigram[c]));
      });
      for (const c of othersHere) counts[c]++;
      for (const here of [learnedHere, othersHere])
        for (const c of here) {
          const n = counts[c];
          if (n > 1) information += n * Math.log2(n);
          counts[c] = 0;
        }
    }
    from = to;
  }
  return { bits, information };
}

/** What follows each character at some places of a text, for a few characters at a time. */
class Followers {
  readonly #indices: Indices;
  readonly #places: readonly Span[];
  /** Pairs that each character is the first of. */
  readonly firsts: Float64Array;
  #gathered: Uint16Array | Uint32Array = new Uint16Array(0);
  /** Where the followers of the characters from `#from` on end. */
  #ends = new Float64Array(0);
  #from = 0;

  constructor(indices: Indices, places: readonly Span[], V: number) {
    this.#indices = indices;
    this.#places = places;
    this.firsts = new Float64Array(V);
    for (const { from, to } of places) for (let i = from - 1; i < to - 1; i++) this.firsts[indices[i]]++;
  }

  /** Gathers what follows the characters `from` … `to` − 1. */
  gather(from: number, to: number): void {
    const { firsts } = this;
    const next = new Float64Array(to - from);
    let size = 0;
    for (let b = from; b < to; b++) {
      next[b - from] = size;
      size += firsts[b];
    }
    const gathered = firsts.length <= 65536 ? new Uint16Array(size) : new Uint32Array(size);
    const indices = this.#indices;
    if (size > 0)
      for (const span of this.#places)
        for (let i = span.from; i < span.to; i++) {
          const b = indices[i - 1];
          if (b >= from && b < to) gathered[next[b - from]++] = indices[i];
        }
    this.#gathered = gathered;
    this.#ends = next;
    this.#from = from;
  }

  /** What follows a character that has been gathered, in the order of the text. */
  of(b: number): Uint16Array | Uint32Array {
    const at = b - this.#from;
    return this.#gathered.subarray(at === 0 ? 0 : this.#ends[at - 1], this.#ends[at]);
  }
}
