import { describe, expect, it } from 'vitest';
import { stream, type Purpose } from '../../../core/network/random.ts';

const purposes: readonly Purpose[] = ['weights', 'order', 'sampling', 'source'];
const draws = (seed: number, purpose: Purpose, count: number) => {
  const random = stream(seed, purpose);
  return Array.from({ length: count }, () => random.uniform());
};
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

describe('a stream of random numbers', () => {
  it('is the same for the same seed and purpose, number by number', () => {
    for (const purpose of purposes) expect(draws(7, purpose, 100)).toEqual(draws(7, purpose, 100));
  });

  it('stays what it was: reports name seeds, and a seed must mean the same run for ever', () => {
    expect(draws(1, 'weights', 2)).toEqual([0.44466968999809575, 0.24823034151408563]);
    expect(draws(1, 'sampling', 2)).toEqual([0.3561583145900922, 0.2945414751499199]);
  });

  it('is another one for another purpose or seed: no number in common', () => {
    const all = [1, 2, 3, 0, -1].flatMap((seed) => purposes.flatMap((purpose) => draws(seed, purpose, 500)));
    expect(new Set(all).size).toBe(all.length);
  });

  it('is not shifted by another one that is drawn from', () => {
    const a = stream(5, 'weights');
    const b = stream(5, 'order');
    const mixed = Array.from({ length: 20 }, () => {
      b.below(10);
      b.normal();
      return a.uniform();
    });
    expect(mixed).toEqual(draws(5, 'weights', 20));
  });

  it('counts the lower 32 bits of a seed only', () => {
    expect(draws(2 ** 32 + 9, 'order', 5)).toEqual(draws(9, 'order', 5));
    expect(draws(2 ** 31, 'order', 5)).toEqual(draws(-(2 ** 31), 'order', 5));
  });

  // Means of n draws lie within 4.5 standard errors; the seeds are fixed, so this cannot fail by chance.
  const n = 40_000;
  it.each([1, 2, 3])('has uniform numbers in [0, 1) with mean ½ and variance 1/12, seed %d', (seed) => {
    const values = draws(seed, 'source', n);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(4.5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(mean(values.map((u) => (u - 0.5) ** 2)) - 1 / 12)).toBeLessThan(
      4.5 * Math.sqrt(1 / 180 / n),
    );
    // Neighbours do not know of each other.
    const products = values.slice(1).map((u, i) => (u - 0.5) * (values[i] - 0.5));
    expect(Math.abs(mean(products))).toBeLessThan((4.5 / 12) * Math.sqrt(1 / n));
  });

  it.each([1, 2, 3])('has normal numbers with moments 0, 1, 0, 3, seed %d', (seed) => {
    const random = stream(seed, 'weights');
    const values = Array.from({ length: n }, () => random.normal());
    expect(values.every(Number.isFinite)).toBe(true);
    // Variances of x, x², x³, x⁴ for a standard normal: 1, 2, 15, 96.
    for (const [power, moment, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ])
      expect(Math.abs(mean(values.map((x) => x ** power)) - moment)).toBeLessThan(
        4.5 * Math.sqrt(variance / n),
      );
    // P(|x| < 1) = 0.6827: a uniform of the same variance would have 0.577.
    expect(Math.abs(mean(values.map((x) => (Math.abs(x) < 1 ? 1 : 0))) - 0.6827)).toBeLessThan(0.011);
  });

  it('draws whole numbers below n, each as often', () => {
    const random = stream(6, 'order');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4.5 * Math.sqrt(10_000));
    for (let i = 0; i < 10; i++) expect(random.below(1)).toBe(0);
    const wide = Array.from({ length: 100 }, () => random.below(2 ** 31));
    expect(wide.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31)).toBe(true);
  });
});
