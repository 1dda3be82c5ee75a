import { describe, expect, it } from 'vitest';
import { median, medianRatio, quantile, ratios, spread } from '../../bench/statistics.ts';

describe('statistics of rounds', () => {
  it('takes the middle of an odd and of an even number of values, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('interpolates between neighbours', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([10, 20], 0.75)).toBe(17.5);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('gives the spread as half the distance of the quartiles, so that one bad round does not count', () => {
    expect(spread([9, 10, 10, 10, 11])).toBe(0);
    expect(spread([8, 9, 10, 11, 12])).toBe(0.1);
    expect(spread([8, 9, 10, 11, 1000])).toBe(0.1);
  });

  it('compares within rounds: what slows a whole round down falls out', () => {
    const base = [100, 50, 10, 80, 5];
    const twice = base.map((value) => 2 * value);
    expect(ratios(twice, base)).toEqual([2, 2, 2, 2, 2]);
    // One peer alone was disturbed in one round.
    expect(medianRatio([200, 1, 20, 160, 10], base)).toBe(2);
  });

  it('does not compare different numbers of rounds', () => {
    expect(() => ratios([1, 2], [1])).toThrow(RangeError);
  });
});
