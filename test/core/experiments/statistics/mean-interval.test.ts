import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signFlipTest } from '../../../../core/experiments/statistics/sign-flip.ts';
import {
  mean,
  sampleQuantile,
  standardDeviation,
  tInterval,
} from '../../../../core/experiments/statistics/mean-interval.ts';

interface Fixture {
  origin: string;
  t975: Record<string, number>;
  cases: {
    name: string;
    values: number[];
    mean: number;
    sd: number;
    halfWidths: Record<string, number>;
    quantiles: Record<string, number>;
  }[];
  signFlip: { name: string; differences: number[]; p: number }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../../../fixtures/statistics.json', import.meta.url), 'utf8'),
) as Fixture;

/** Relative error at most 1e-9. */
const expectClose = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    1e-9 * Math.abs(expected),
  );

describe(`means and intervals equal ${fixture.origin}`, () => {
  it.each(fixture.cases)('$name', ({ values, mean: centre, sd, halfWidths, quantiles }) => {
    expectClose(mean(values), centre);
    expectClose(standardDeviation(values), sd);
    for (const [level, half] of Object.entries(halfWidths)) {
      const { interval, n } = tInterval(values, Number(level));
      expect(n).toBe(values.length);
      expectClose(interval!.halfWidth, half);
      expect(interval!.high - interval!.low).toBeCloseTo(2 * half, 6);
    }
    for (const [p, value] of Object.entries(quantiles)) expectClose(sampleQuantile(values, Number(p)), value);
  });

  it.each(Object.entries(fixture.t975))(
    't quantile at 97.5 %% with %s degrees of freedom',
    (df, expected) => {
      // Values −a and +a at n = 2 have s/√n = a; here a sample with s/√n = 1 for any n.
      const n = Number(df) + 1;
      const values = Array.from({ length: n }, (_, i) => i);
      const scale = standardDeviation(values) / Math.sqrt(n);
      expectClose(tInterval(values).interval!.halfWidth / scale, expected);
    },
  );
});

describe('an interval that does not exist', () => {
  it('is null for no value and for one', () => {
    expect(tInterval([])).toEqual({ n: 0, mean: NaN, sd: NaN, interval: null });
    expect(tInterval([2.5])).toEqual({ n: 1, mean: 2.5, sd: NaN, interval: null });
  });

  it.each([
    [[1, NaN, 3], NaN],
    [[1, Infinity], Infinity],
    [[-Infinity, Infinity], NaN],
  ])('%j keeps its value that is not finite in the mean', (values, centre) => {
    expect(tInterval(values)).toMatchObject({ n: values.length, mean: centre, interval: null });
  });

  it('has width 0 for equal values', () => {
    expect(tInterval([0.1, 0.1, 0.1]).interval).toEqual({ low: 0.1, high: 0.1, halfWidth: 0 });
  });
});

describe('sign-flip test', () => {
  it.each(fixture.signFlip)('$name equals scipy', ({ differences, p }) => {
    expectClose(signFlipTest(differences)!.p, p);
  });

  it('cannot reach 0.05 with 5 pairs and can with 6', () => {
    expect(signFlipTest([1, 2, 3, 4, 5])).toEqual({ p: 1 / 16, exact: true, smallest: 1 / 16 });
    expect(signFlipTest([1, 2, 3, 4, 5, 6])!.p).toBeLessThan(0.05);
  });

  it('has no answer without differences, and with one that is not finite', () => {
    expect(signFlipTest([])).toBeNull();
    expect(signFlipTest([1, NaN])).toBeNull();
  });
});
