import { unigramBits, unigramModel } from './baselines.ts';
import { uniforms } from './builtin/builtin-source.ts';
import { shuffledCounts } from './hypergeometric.ts';
import { entropy } from './statistics.ts';

/** Above so many bits, parts of a text are told to differ. */
export const driftThreshold = 0.1;

/** Shuffles whose mean is taken off. */
const shuffles = 20;

/** What characters pay for being predicted by the counts of another part and not by their own, in bits. */
const excess = (heldOut: Float64Array, training: Float64Array): number =>
  unigramBits(heldOut, unigramModel(training)) - entropy(heldOut);

const sum = (counts: Float64Array): number => counts.reduce((all, n) => all + n, 0);

/**
 * Drift D of a text (science: yardsticks): by how many bits more than chance the held-out characters differ from the
 * training part. Cross-entropy of the held-out characters under the training unigrams minus their own unigram entropy,
 * minus the mean of the same over 20 seeded shuffles of all characters, which takes out the sampling of many rare ones. A
 * shuffle is a draw of its counts: nothing else of it is read.
 * @param counts of the whole text, of its training and of its held-out part
 */
export function drift(counts: Float64Array, training: Float64Array, heldOut: Float64Array): number {
  const scored = sum(heldOut);
  const trained = sum(training);
  if (scored === 0 || trained === 0) return 0;
  let chance = 0;
  for (let seed = 1; seed <= shuffles; seed++) {
    const uniform = uniforms(seed);
    const held = shuffledCounts(uniform, counts, scored);
    const rest = counts.map((n, c) => n - held[c]);
    chance += excess(held, shuffledCounts(uniform, rest, trained)) / shuffles;
  }
  return excess(heldOut, training) - chance;
}
