import normal from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/** Below this share of the largest one a weight adds nothing to a sum in float64. */
const negligible = 1e-18;

/**
 * P(T > t) for T = (Z + c) / √(χ²_ν / ν), the noncentral t distribution. With u = √(χ²_ν / ν) = eˣ it is the mean of
 * Φ(c − t·u) under the density ∝ exp(ν x − ν e²ˣ / 2), which the trapezoidal rule integrates to rounding: the density falls
 * off faster than any power on both sides. Its constant comes out of the same sum.
 * @param freedom degrees of freedom ν, 1 or more
 * @param c noncentrality
 */
export function noncentralTail(t: number, freedom: number, c: number): number {
  // A sixth of what the density or Φ changes over, whichever is narrower.
  const step = Math.min(1 / Math.sqrt(2 * freedom), 1 / (1 + Math.abs(t))) / 6;
  let mass = 0;
  let tail = 0;
  const add = (x: number): boolean => {
    const weight = Math.exp(freedom * (x - Math.expm1(2 * x) / 2));
    mass += weight;
    tail += weight * normal(c - t * Math.exp(x), 0, 1);
    return weight > negligible;
  };
  for (let i = 0; add(i * step); i++);
  for (let i = -1; add(i * step); i--);
  return tail / mass;
}

/** The chance that a two-sided t test of n differences finds a mean of `effect` standard deviations of the differences. */
export function tTestPower(n: number, effect: number, alpha: number): number {
  const bound = quantile(1 - alpha / 2, n - 1);
  const c = effect * Math.sqrt(n);
  return noncentralTail(bound, n - 1, c) + noncentralTail(bound, n - 1, -c);
}
