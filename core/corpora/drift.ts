import { unigramBits, unigramModel } from './baselines.ts';
import { uniforms } from './builtin/builtin-source.ts';
import { shuffledCounts } from './hypergeometric.ts';
import { entropy } from './statistics.ts';

/** Shuffles whose mean is taken off. */
const shuffles = 20;

/** What characters pay for being predicted by the counts of another part and not by their own, in bits. */
const excess = (heldOut: Float64Array, training: Float64Array): number =>
  unigramBits(heldOut, unigramModel(training)) - entropy(heldOut);

const sum = (counts: Float64Array): number => counts.reduce((all, n) => all + n, 0);

/** What the held-out characters pay more than by their own counts, and what of it shuffles of the text pay; bits. */
export interface Drift {
  readonly excess: number;
  /** Mean over the shuffles. */
  readonly chance: number;
}

/**
 * Drift of a text (science: yardsticks), D = excess − chance: by how many bits more than chance the held-out characters
 * differ from the training part. Cross-entropy of the held-out characters under the training unigrams minus their own
 * unigram entropy, minus the mean of the same over 20 seeded shuffles of all characters, which takes out the sampling of
 * many rare ones. A shuffle is a draw of its counts: nothing else of it is read.
 * @param counts of the whole text, of its training and of its held-out part
 */
export function driftAndChance(counts: Float64Array, training: Float64Array, heldOut: Float64Array): Drift {
  const scored = sum(heldOut);
  const trained = sum(training);
  if (scored === 0 || trained === 0) return { excess: 0, chance: 0 };
  let chance = 0;
  for (let seed = 1; seed <= shuffles; seed++) {
    const uniform = uniforms(seed);
    const held = shuffledCounts(uniform, counts, scored);
    const rest = counts.map((n, c) => n - held[c]);
    chance += excess(held, shuffledCounts(uniform, rest, trained)) / shuffles;
  }
  return { excess: excess(heldOut, training), chance };
}

/** D in bits. */
export function drift(counts: Float64Array, training: Float64Array, heldOut: Float64Array): number {
  const { excess: all, chance } = driftAndChance(counts, training, heldOut);
  return all - chance;
}
