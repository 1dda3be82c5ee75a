import type { ProbeMoment } from '../probes/probe.ts';

/** What the arms of a duel read, and whether they go their own way. */
export type DuelText =
  /** Every arm reads the prompt, then draws `characters` and reads its own on; all with the same random numbers. */
  | {
      readonly kind: 'drawn';
      /** Empty: a line end, or the text's first character. */
      readonly prompt: string;
      readonly characters: number;
      /** Seed of the random numbers. */
      readonly sampleSeed: number;
    }
  /** Every arm reads this text; nothing is drawn. The first character is read, each further one is a position. */
  | { readonly kind: 'given'; readonly text: string }
  /**
   * The same with held-out text: the positions are the `characters` after place `start` of the held-out part. The 100
   * characters before the first position are read first.
   */
  | { readonly kind: 'held-out'; readonly start: number; readonly characters: number };

export interface DuelQuestion {
  /** The weights that meet; each brings the output layer of its arm. */
  readonly arms: readonly ProbeMoment[];
  readonly text: DuelText;
  /** τ ≥ 0 of every arm. */
  readonly temperature: number;
  /** Likeliest characters that are named at each position, if there are as many. */
  readonly top: number;
}

/** Bounds of a question. `prompt` counts UTF-16 units. */
export const duelLimits = {
  arms: 64,
  characters: 1000,
  prompt: 4000,
  top: 20,
} as const;

/**
 * What one network says at each of L positions. All probabilities are p^{1/τ} / Σ p^{1/τ} of p = (1 − ε) q + ε/V, the
 * outputs read as the yardsticks read them: smoothed first, then brought to temperature.
 */
export interface DuelLine {
  /** Code point at each position: drawn, or that of the text; the "other" symbol is U+FFFD. */
  readonly characters: Uint32Array;
  /** Its probability. */
  readonly probability: Float64Array;
  /** Where its interval in [0, 1) begins: the sum over the characters before it in the vocabulary. */
  readonly from: Float64Array;
  /** −Σ p log₂ p of the next character, bits. */
  readonly entropy: Float64Array;
  /** K: characters named at each position. */
  readonly top: number;
  /** L × K code points, the likeliest first; among equals the one that stands first in the vocabulary. */
  readonly topCharacters: Uint32Array;
  /** L × K probabilities of these. */
  readonly topProbability: Float64Array;
  /** L × K places where their intervals begin. */
  readonly topFrom: Float64Array;
  /** Probability of all V − K others together. */
  readonly rest: Float64Array;
  /** −(1/L) Σ log₂ p of the characters at the positions, bits; ∞ where one of them cannot come (τ = 0). */
  readonly bitsPerCharacter: number;
  /** Mean of `entropy`, bits. */
  readonly meanEntropy: number;
}

/** Several networks on the same text or with the same random numbers, position by position. */
export interface DuelLines {
  /** Code points that every network has read before the first position. */
  readonly before: Uint32Array;
  /** u ∈ [0, 1) at each position, the same for all; empty where nothing is drawn. */
  readonly randomNumbers: Float64Array;
  readonly lines: readonly DuelLine[];
}

/** The answer to a question, with what it was. */
export interface Duel extends DuelQuestion, DuelLines {
  /** Updates behind the weights of each arm. */
  readonly steps: readonly number[];
  /** V, distinct characters. */
  readonly vocabulary: number;
}
