import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostFlips, signFlipTest } from '../../../../core/experiments/statistics/sign-flip.ts';

/** The definition: the share of all sign patterns whose |sum| is at least the observed one. */
function byDefinition(differences: readonly number[]): number {
  const sumOf = (pattern: number) =>
    Math.abs(differences.reduce((sum, d, i) => sum + ((pattern >> i) & 1 ? -d : d), 0));
  const sizes = differences.reduce((sum, d) => sum + Math.abs(d), 0);
  const patterns = Array.from({ length: 2 ** differences.length }, (_, pattern) => sumOf(pattern));
  return patterns.filter((sum) => sum >= patterns[0] - 1e-12 * sizes).length / patterns.length;
}

describe('the sign-flip test', () => {
  it('counts what the definition counts', () => {
    const difference = fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      // Few values: many patterns have the same sum.
      fc.constantFrom(-0.2, -0.1, 0, 0.1, 0.3),
    );
    fc.assert(
      fc.property(fc.array(difference, { minLength: 1, maxLength: 10 }), (differences) => {
        expect(signFlipTest(differences)!.p).toBe(byDefinition(differences));
      }),
    );
  });

  it('has p = 1 where the differences cancel, and the smallest p where all have one sign', () => {
    expect(signFlipTest([0, 0, 0, 0])!.p).toBe(1);
    expect(signFlipTest([0.25, -0.25])!.p).toBe(1);
    const alike = Array.from({ length: mostFlips }, (_, i) => -0.01 * (i + 1));
    expect(signFlipTest(alike)).toEqual({ p: 2 ** -19, exact: true, smallest: 2 ** -19 });
  });

  it('draws sign patterns where there are too many to count, the same ones every time', () => {
    const many = Array.from({ length: 24 }, (_, i) => Math.sin(7 * i) + 0.3);
    const { p, exact, smallest } = signFlipTest(many)!;
    expect([exact, smallest]).toEqual([false, 1e-4]);
    expect(signFlipTest(many)!.p).toBe(p);
    // All 2²³ patterns, by meeting in the middle as for fewer; drawn ones err by √(p(1 − p)/10⁴).
    const half = (list: readonly number[]) =>
      Float64Array.from({ length: 2 ** list.length }, (_, pattern) =>
        list.reduce((sum, d, i) => sum + ((pattern >> i) & 1 ? -d : d), 0),
      );
    const [left, right] = [half(many.slice(0, 12)), half(many.slice(12))];
    const bound = Math.abs(many.reduce((sum, d) => sum + d, 0)) - 1e-9;
    let count = 0;
    for (const a of left) for (const b of right) if (Math.abs(a + b) >= bound) count++;
    const whole = count / 2 ** 24;
    expect(Math.abs(p - whole)).toBeLessThan(4 * Math.sqrt((whole * (1 - whole)) / 1e4) + 1e-4);
    expect(signFlipTest(many.map(() => 1))!.p).toBe(1e-4);
  });
});
