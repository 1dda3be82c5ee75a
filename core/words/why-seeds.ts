/** Why 6 paired seeds are the fewest for a verdict, in a sentence. */
export const whySix =
  'Two equal output layers come in the same order with all of 5 seeds by luck once in 16 comparisons, with all of 6 once in 32: only that is rarer than 1 in 20';

export const whySixZhHans =
  '两种实力相同的输出层，在全部 5 个种子上次序都相同，碰巧发生的机会是 1/16；6 个种子时是 1/32，这才小于 1/20。';
