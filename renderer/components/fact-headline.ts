import type { Phrase } from '../../core/words/said/phrases.ts';

/** A number behind a headline, with what it is and what it rests on. */
export interface Fact {
  readonly value: string;
  readonly what: string;
  readonly under: string;
}

/** A sentence with the numbers behind it; what names an output layer has its key. */
export interface FactHeadline {
  readonly pieces: readonly Phrase[];
  readonly facts: readonly Fact[];
}
