import { countsWithin, unigramBits, unigramModel } from './baselines.ts';
import type { CorpusSummary, HeldOutStatistics } from './corpus.ts';
import { drift } from './drift.ts';
import type { IndexedText } from './indexer.ts';
import { pairsWithin, pairSums, placesBeside } from './pair-counts.ts';
import type { Span, TextParts } from './parts.ts';
import { bigramEntropy, entropy } from './statistics.ts';

interface Measured extends Pick<CorpusSummary, 'unigramEntropy' | 'bigramEntropy'> {
  readonly heldOut: HeldOutStatistics;
  readonly drift: number;
  /** Counts of the training part. */
  readonly training: Float64Array;
}

/**
 * The figures of a text and of its parts, in one pass over its pairs, or a few where V is large.
 * @param ownHeldOut the held-out part is a text of its own, whose first character nothing precedes
 */
export function measure(text: IndexedText, parts: TextParts, ownHeldOut: boolean): Measured {
  const { indices, counts } = text;
  const training = trainingCounts(text, parts);
  const model = unigramModel(training);
  const learned = pairsWithin(parts.training);
  const others = placesBeside(learned, indices.length);
  const { bits, information } = pairSums(indices, { learned, scored: [parts.heldOut], others }, model);
  const heldOut = countsWithin(indices, heldOutOf(parts, ownHeldOut), counts.length);
  const firstBits = ownHeldOut ? -Math.log2(model[indices[parts.heldOut[0].from - 1]]) : 0;
  return {
    unigramEntropy: entropy(counts),
    bigramEntropy: bigramEntropy(indices, counts, information),
    heldOut: heldOutStatistics(heldOut, model, bits[0] + firstBits),
    drift: drift(counts, training, heldOut),
    training,
  };
}

/** The held-out part, with the first character of a text of its own, which is an input only. */
export const heldOutOf = ({ heldOut }: Pick<TextParts, 'heldOut'>, own: boolean): readonly Span[] =>
  own ? heldOut.map((span) => ({ ...span, from: span.from - 1 })) : heldOut;

/** What is left of all characters without those outside of the training part, which are far fewer. */
export function trainingCounts(
  { indices, counts }: Pick<IndexedText, 'indices' | 'counts'>,
  { training }: TextParts,
): Float64Array {
  const outside = countsWithin(indices, placesBeside(training, indices.length, 0), counts.length);
  return counts.map((n, c) => n - outside[c]);
}

function heldOutStatistics(counts: Float64Array, model: Float64Array, bits: number): HeldOutStatistics {
  const characters = counts.reduce((sum, n) => sum + n, 0);
  return {
    characters,
    unigramBits: unigramBits(counts, model),
    bigramBits: characters === 0 ? 0 : bits / characters,
    ownUnigramEntropy: entropy(counts),
  };
}
