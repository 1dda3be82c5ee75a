import type { Generator } from '../../core/network/random.ts';

/** Characters as frequent and as rare as in a text: ⌊V u²⌋ with u uniform. */
export const skewedIndices = (
  count: number,
  vocabulary: number,
  numbers: Generator,
): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: count }, () => Math.floor(vocabulary * numbers.uniform() ** 2));
