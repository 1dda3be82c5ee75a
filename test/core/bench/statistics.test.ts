import { describe, expect, it } from 'vitest';
import { median, medianRatio, ratios, spread } from '../../bench/statistics.ts';

describe('statistics of rounds', () => {
  it('takes the middle of an odd and of an even number of values, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('gives the spread as half the distance of the quartiles, so that one bad round does not count', () => {
    expect(spread([9, 10, 10, 10, 11])).toBe(0);
    expect(spread([8, 9, 10, 11, 12])).toBe(0.1);
    expect(spread([8, 9, 10, 11, 1000])).toBe(0.1);
  });

  it('takes a quartile between two neighbours in proportion', () => {
    // Quartiles 12.5 and 17.5, median 15.
    expect(spread([20, 10])).toBeCloseTo(1 / 6, 12);
    expect(spread([7])).toBe(0);
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
