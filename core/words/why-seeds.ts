import { inEnglish, type Say } from './said/say.ts';

/** Why 6 paired seeds are the fewest for a verdict, in a sentence. */
export const whySix = (say: Say = inEnglish): string =>
  say`Two equal output layers come in the same order with all of 5 seeds by luck once in 16 comparisons, with all of 6 once in 32: only that is rarer than 1 in 20.`;
