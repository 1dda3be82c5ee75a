import type { CorpusSummary } from './corpus.ts';

/** A part of a text that is too short. */
export interface TextNeeded {
  readonly part: 'training' | 'held-out';
  /** Characters that it has. */
  readonly has: number;
  /** Fewest that it needs: T + 1 to train a step, 2 for one prediction. */
  readonly needs: number;
  /** Sequence length T. */
  readonly length: number;
}

/**
 * What of a text is too short for one step and one prediction on held-out text; null where it is long enough.
 * @param length sequence length T
 */
export function textNeeded(
  length: number,
  { trainCharacters, heldOutCharacters }: Pick<CorpusSummary, 'trainCharacters' | 'heldOutCharacters'>,
): TextNeeded | null {
  if (trainCharacters <= length) return { part: 'training', has: trainCharacters, needs: length + 1, length };
  return heldOutCharacters < 2 ? { part: 'held-out', has: heldOutCharacters, needs: 2, length } : null;
}
