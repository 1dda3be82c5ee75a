import { mean } from './mean-interval.ts';

/** Pearson's correlation of two lists of equal length; NaN where one does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((each, i) => {
    const [p, q] = [each - x, b[i] - y];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  });
  return ab / Math.sqrt(aa * bb);
}
