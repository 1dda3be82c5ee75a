import { expect, it } from 'vitest';
import { bcaInterval } from '../../../../core/experiments/statistics/bca-interval.ts';
import { improvement } from '../../../../core/experiments/statistics/improvement.ts';
import { stream } from '../../../../core/network/random.ts';

const drawn = 10_000;

/** A statistic of resamples that are drawn one after the other, in ascending order: the definition, without any table. */
function oneByOne(n: number, statistic: (rows: readonly number[]) => number): Float64Array {
  const generator = stream(1, 'bootstrap');
  return Float64Array.from({ length: drawn }, () =>
    statistic(Array.from({ length: n }, () => generator.below(n)).sort((i, j) => i - j)),
  ).sort();
}

const quantile = (sorted: Float64Array, share: number) => {
  const place = share * (drawn - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.floor(place) + 1]];
  return low + (high - low) * (place - Math.floor(place));
};

const values = (seed: number, n: number, digits: number) => {
  const generator = stream(seed, 'weights');
  return Array.from({ length: n }, () => Number(generator.normal().toFixed(digits)));
};

it.each([
  ['different values', 15],
  ['many ties', 0],
])('the probability of improvement is counted over the very pairs of each resample: %s', (_, digits) => {
  const n = 9;
  const [a, b] = [values(1, n, digits), values(2, n, digits)];
  const wins = oneByOne(n, (rows) => {
    let sum = 0;
    for (const i of rows) for (const j of rows) sum += a[i] < b[j] ? 1 : a[i] === b[j] ? 0.5 : 0;
    return sum / (n * n);
  });
  const [low, high] = [quantile(wins, 0.025), quantile(wins, 0.975)];
  const found = improvement(a, b, true, 2)!.interval!;
  // To the last bit but one: the shares of the tails are rounded.
  expect(found.low).toBeCloseTo(low, 14);
  expect(found.high).toBeCloseTo(high, 14);
});

it('the bootstrap interval of a mean lies among the means of the very same resamples', () => {
  const n = 12;
  const all = values(3, n, 15);
  const means = oneByOne(n, (rows) => rows.reduce((sum, i) => sum + all[i], 0) / n);
  const { low, high } = bcaInterval(all)!;
  const near = (end: number) => Math.min(...means.map((each) => Math.abs(each - end)));
  expect(near(low)).toBeLessThan(1e-3);
  expect(near(high)).toBeLessThan(1e-3);
  expect(low).toBeGreaterThan(means[0]);
  expect(high).toBeLessThan(means.at(-1));
});
