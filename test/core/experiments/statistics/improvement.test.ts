import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { improvement } from '../../../../core/experiments/statistics/improvement.ts';

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/improvement.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly {
    readonly name: string;
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly probability: number;
    readonly interval: readonly [number, number];
  }[];
};

it('counts all pairs of runs, and seeds', () => {
  // By hand: 1 beats 2, 4; 3 beats 4 only; 4 of 4 pairs: (1<2), (1<4), (3>2), (3<4) → 3 of 4.
  expect(improvement([1, 3], [2, 4], true)).toMatchObject({
    probability: 0.75,
    better: 2,
    equal: 0,
    worse: 0,
  });
  expect(improvement([1, 3], [2, 4], false)).toMatchObject({
    probability: 0.25,
    better: 0,
    equal: 0,
    worse: 2,
  });
  expect(improvement([1, 1], [1, 1], true)).toMatchObject({
    probability: 0.5,
    better: 0,
    equal: 2,
    worse: 0,
  });
});

it.each(cases)('has the interval over all resampled seeds: $name', ({ a, b, probability, interval }) => {
  const found = improvement(a, b, true, 2)!;
  expect(Math.abs(found.probability - probability)).toBeLessThan(1e-12);
  expect(Math.abs(found.interval!.low - interval[0])).toBeLessThan(1e-9);
  expect(Math.abs(found.interval!.high - interval[1])).toBeLessThan(1e-9);
});

it('has no interval where no resample could say anything else', () => {
  expect(improvement([1, 1, 1], [2, 3, 4], true, 2)!.interval).toBeNull();
  expect(improvement([1], [2], true, 1)!.interval).toBeNull();
});

it('draws the resamples of many seeds, the same ones every time', () => {
  const [a, b] = [0, 1].map((shift) => Array.from({ length: 12 }, (_, i) => Math.sin(i * 3 + shift)));
  const { probability, interval } = improvement(a, b, true, 2)!;
  expect(improvement(a, b, true, 2)!.interval).toEqual(interval);
  expect(interval!.low).toBeLessThan(probability);
  expect(interval!.high).toBeGreaterThan(probability);
});

it('is one half the other way round', () => {
  const [a, b] = [
    [0.3, 0.1, 0.7],
    [0.2, 0.5, 0.3],
  ];
  expect(improvement(a, b, true)!.probability + improvement(b, a, true)!.probability).toBe(1);
});

it('has nothing to say of values that are not there', () => {
  expect(improvement([], [], true)).toBeNull();
  expect(improvement([1], [NaN], true)).toBeNull();
});
