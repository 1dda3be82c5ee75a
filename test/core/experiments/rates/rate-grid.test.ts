import { describe, expect, it } from 'vitest';
import { parseRateGrid, rateAt, type RateGrid } from '../../../../core/experiments/rates/rate-grid.ts';

const gridRates = (grid: RateGrid): number[] =>
  Array.from({ length: grid.count }, (_, place) => rateAt(grid, place));

describe('a grid of learning rates', () => {
  it('has equal distances of the logarithms', () => {
    expect(gridRates({ low: 1e-4, high: 10, count: 6 })).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1, 10]);
    expect(gridRates(parseRateGrid('1e-4..10/13'))).toEqual([
      0.0001, 0.000261, 0.0006813, 0.001778, 0.004642, 0.01212, 0.03162, 0.08254, 0.2154, 0.5623, 1.468,
      3.831, 10,
    ]);
  });

  it('goes on beyond its ends', () => {
    const grid = { low: 0.01, high: 1, count: 3 };
    expect([-2, -1, 0, 2, 3].map((place) => rateAt(grid, place))).toEqual([1e-4, 1e-3, 0.01, 1, 10]);
  });

  it('is read from words', () => {
    expect(parseRateGrid('0.001..0.1/5')).toEqual({ low: 0.001, high: 0.1, count: 5 });
    expect(parseRateGrid(' 0.1..0.1/1 ')).toEqual({ low: 0.1, high: 0.1, count: 1 });
  });

  it.each([
    '',
    '1..2',
    '1/3',
    '2..1/3',
    '0..1/3',
    '-1..1/3',
    '1..2/0',
    '1..2/1',
    '1..1/2',
    '1..2/2.5',
    '1..2..3/4',
    '1..2/3/4',
    'a..b/3',
    '1..1e9/3',
    '1..2/1000',
  ])("refuses '%s' with an example", (text) => {
    expect(() => parseRateGrid(text)).toThrow(/no grid of rates/);
  });
});
