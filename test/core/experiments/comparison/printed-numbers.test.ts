import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pairDigits,
  standingDigits,
  tellingDigits,
} from '../../../../core/experiments/comparison/printed-numbers.ts';
import { fixed, signed } from '../../../../core/words/number-format.ts';
import { tInterval } from '../../../../core/experiments/statistics/mean-interval.ts';

describe('decimals that tell numbers apart', () => {
  it.each([
    [[0.0014, 0.0006], 4],
    [[0.0021, 0.0009, 0.5], 3],
    [[0.0012, 0.0014], 4],
    [[2.93214, 2.93212], 5],
    [[1, 1], 3],
    [[0.5, NaN, 0.5004], 4],
    [[0.5, Infinity], 3],
    [[], 3],
    // Rounding noise asks for nothing.
    [[2.5, 2.5 + 1e-9], 3],
    // What rounds to 0 has no sign to be told by.
    [[0.00001, -5e-324], 5],
  ])('of %j are %i', (values, digits) => {
    expect(tellingDigits(3, values)).toBe(digits);
  });

  it('differ in print wherever they differ by as much as the last decimal there is', () => {
    const value = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), (values) => {
        const digits = tellingDigits(3, values);
        expect(digits).toBeGreaterThanOrEqual(3);
        expect(digits).toBeLessThanOrEqual(5);
        for (const a of values)
          for (const b of values)
            if (Math.abs(a - b) >= 1e-5) expect(fixed(a, digits)).not.toBe(fixed(b, digits));
      }),
    );
  });

  it('of a column of means keep every half-width from looking like 0', () => {
    const row = (values: readonly number[]) => ({
      armId: 'a',
      yardsticks: { bitsPerCharacter: tInterval(values) } as never,
    });
    const yardstick = { id: 'bitsPerCharacter', digits: 3 } as const;
    expect(standingDigits([row([1, 1.1]), row([2, 2.2])], yardstick)).toBe(3);
    expect(standingDigits([row([1, 1.00002]), row([2, 2.2])], yardstick)).toBe(4);
    expect(standingDigits([row([1, 1]), row([2, 2])], yardstick)).toBe(3);
  });

  it('of a difference keep its interval from looking like it', () => {
    const summary = tInterval([0.0011, 0.0012, 0.0013]);
    expect(summary.interval!.low).toBeGreaterThan(0.0009);
    expect(pairDigits({ summary, bca: null }, 3)).toBe(4);
  });
});

describe('a difference in print', () => {
  it.each([
    [0.1, '+0.100'],
    [-0.21, '−0.210'],
    [0, '0.000'],
    [-0, '0.000'],
    [-0.0001, '−1.0e−4'],
    [3.14e-9, '+3.1e−9'],
    [NaN, '–'],
    [-Infinity, '–'],
  ])('%d is %s', (value, text) => {
    expect(signed(value)).toBe(text);
  });
});
