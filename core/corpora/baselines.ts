import type { Indices } from './corpus.ts';
import { pairsWithin, pairSums } from './pair-counts.ts';
import { charactersOf, type Span, type TextParts } from './parts.ts';

/**
 * What simple models that are counted on the training part reach on some characters of the text (science: yardsticks). A
 * trained network can be held against them: they know no more than it does.
 */
export interface Baselines {
  /** How many characters they are scored on. */
  readonly characters: number;
  /** Bits per character of p₁(c) = (n(c) + 1) / (N + V), counts of the training part, V of the whole text. */
  readonly unigramBits: number;
  /** Bits per character of the Witten–Bell bigram over p₁, each character predicted from the one before it. */
  readonly bigramBits: number;
  /** Share of the characters that are the most frequent one of the training part. */
  readonly mostFrequentAccuracy: number;
}

/** Baselines on exactly the characters that the runs of an experiment are scored on. */
export interface EvaluatedBaselines {
  readonly heldOut: Baselines;
  /** Of the characters that sweeps and stopping rules read; null where those are the held-out ones. */
  readonly tuning: Baselines | null;
}

/** What is asked about a text; the indices lie on shared memory. */
export interface BaselinesQuestion {
  readonly indices: Indices;
  /** V. */
  readonly distinct: number;
  readonly parts: Pick<TextParts, 'training'>;
  readonly heldOut: readonly Span[];
  /** Empty where there is no such part. */
  readonly tuning: readonly Span[];
}

/** Occurrences of each of the V indices within some spans. */
export function countsWithin(indices: Indices, spans: readonly Span[], distinct: number): Float64Array {
  const counts = new Float64Array(distinct);
  for (const { from, to } of spans) for (let i = from; i < to; i++) counts[indices[i]]++;
  return counts;
}

const total = (counts: Float64Array): number => counts.reduce((sum, n) => sum + n, 0);

/** p₁(c) = (n(c) + 1) / (N + V) from the counts of the training part. */
export function unigramModel(training: Float64Array): Float64Array {
  const all = total(training) + training.length;
  return training.map((n) => (n + 1) / all);
}

/** −(1/N) Σ n(c) log₂ p(c): what characters with these counts pay under a unigram model, in bits; 0 for none. */
export function unigramBits(counts: Float64Array, model: Float64Array): number {
  let sum = 0;
  counts.forEach((n, c) => {
    if (n > 0) sum -= n * Math.log2(model[c]);
  });
  return sum === 0 ? 0 : sum / total(counts);
}

/** Baselines of what runs are scored on. Goes through the training part once, or a few times where V is large. */
export function evaluatedBaselines(question: BaselinesQuestion): EvaluatedBaselines {
  const { indices, distinct, parts, heldOut, tuning } = question;
  const training = countsWithin(indices, parts.training, distinct);
  const model = unigramModel(training);
  const mostFrequent = training.indexOf(training.reduce((most, n) => Math.max(most, n), 0));
  const lists = [heldOut, ...(tuning.length > 0 ? [tuning] : [])];
  const { bits } = pairSums(
    indices,
    { learned: pairsWithin(parts.training), scored: lists, others: [] },
    model,
  );
  const [first, second = null] = lists.map((spans, k): Baselines => {
    const counts = countsWithin(indices, spans, distinct);
    const characters = charactersOf(spans);
    return {
      characters,
      unigramBits: unigramBits(counts, model),
      bigramBits: characters === 0 ? 0 : bits[k] / characters,
      mostFrequentAccuracy: characters === 0 ? 0 : counts[mostFrequent] / characters,
    };
  });
  return { heldOut: first, tuning: second };
}
