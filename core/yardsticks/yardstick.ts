import type { Baselines } from '../corpora/baselines.ts';
import type { CorpusSummary } from '../corpora/corpus.ts';

/** A prediction of one character, as yardsticks see it. */
interface Prediction {
  /** Outputs that come before the target: larger ones, and equal ones with a smaller index. */
  readonly before: number;
  /** p of the target. */
  readonly target: number;
  /** Σ p² */
  readonly squares: number;
}

/** A value that a yardstick is measured against. */
export interface BaselineLine {
  /** What reaches it, the same on every yardstick: guessing, counts of characters or of pairs, knowing the source. */
  readonly by: 'guess' | 'characters' | 'pairs' | 'source';
  readonly label: string;
  readonly value: number;
}

/** What of a text says how far guessing comes. */
export type Guessed = Pick<CorpusSummary, 'distinct' | 'uniformEntropy' | 'entropyRate'>;

/** What every output alike would reach. */
export const guess = { by: 'guess', label: 'guessing evenly' } as const;

/** A measure of held-out text that means the same for every output layer, whatever loss it was trained with. */
export interface Yardstick<Id extends string = string> {
  /** The field of an evaluation that holds it. */
  readonly id: Id;
  readonly label: string;
  /** For the head of a narrow column. */
  readonly short: string;
  /** On a switch between them, where one word has to do. */
  readonly plain: string;
  /** On the command line, beside the id. */
  readonly name: string;
  readonly unit: string;
  /** What is said after an amount of it: `0.17 bits per character`, `0.03 in top-1 accuracy`. */
  readonly amount: string;
  /** A value as a headline says it: with so many decimals where they tell the arms apart. */
  readonly said: { readonly digits: number; readonly words: (value: string) => string };
  readonly better: 'lower' | 'higher';
  /** Decimals it is shown with, where a difference does not need more. */
  readonly digits: number;
  /** The least and the greatest value it can have. */
  readonly bounds: { readonly low: number; readonly high: number };
  /** Whether it is made of probabilities: of an output layer without a reading as such there is none. */
  readonly ofProbabilities: boolean;
  /** Whether it is bits of surprise: then a difference d is a factor of 2^d in the probability of the right character. */
  readonly inBits?: boolean;
  /** What one prediction adds. The yardstick is the mean over the predictions, divided by `per`. */
  readonly of: (prediction: Prediction) => number;
  readonly per: number;
  /**
   * What guesses and simple models reach, on the characters that the curves are scored on: nothing that is counted on
   * those characters themselves.
   * @param baselines null where they were not measured: then guesses are all there is
   */
  readonly baselines: (text: Guessed, baselines: Baselines | null) => readonly BaselineLine[];
  /** A target to begin with; null: what the best of its simple baselines reaches. */
  readonly firstTarget: number | null;
  /** Whether a report draws its curves, beside the table; columns of others give way first where there is little room. */
  readonly drawnInReport: boolean;
  /**
   * The smallest difference that matters (half the width of the region of practical equivalence, ROPE), unless the
   * experiment plans with another one. In the unit of the yardstick.
   */
  readonly smallest: number;
}
