/** Why 6 paired seeds are the fewest for a verdict, in a sentence. */
export const whySix =
  'Two equal output layers come in the same order with all of 5 seeds by luck once in 16 comparisons, with all of 6 once in 32: only that is rarer than 1 in 20';

/** Why so many seeds are the fewest where they are added until every one of these pairs is decided. */
export const whyEProcess = (pairs: number, fewest: number): string =>
  `A seed doubles the evidence at most, and ${pairs === 1 ? 'one pair asks' : `${pairs} pairs ask`} for ${20 * pairs} times: that takes ${fewest} seeds`;
