import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bcaInterval } from '../../../../core/experiments/statistics/bca-interval.ts';

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly resamples: number;
    readonly intervals: Readonly<Record<string, [number, number]>>;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../../../fixtures/bootstrap.json', import.meta.url), 'utf8'),
) as Fixture;

describe('the BCa interval of a mean', () => {
  it.each(fixture.cases)('equals scipy over all resamples: $name', ({ values, resamples, intervals }) => {
    for (const [level, [low, high]] of Object.entries(intervals)) {
      const found = bcaInterval(values, Number(level))!;
      expect(found).toMatchObject({ exact: true, resamples });
      expect(Math.abs(found.low - low)).toBeLessThan(1e-9);
      expect(Math.abs(found.high - high)).toBeLessThan(1e-9);
    }
  });

  it('draws where there are too many resamples, the same ones every time', () => {
    const values = Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const first = bcaInterval(values)!;
    expect(first).toMatchObject({ exact: false, resamples: 10_000 });
    expect(bcaInterval(values)).toEqual(first);
  });

  it('follows when values are shifted, scaled or mirrored', () => {
    const values = [0.1, 0.11, 0.14, 0.9, 0.3];
    const base = bcaInterval(values)!;
    const other = bcaInterval(values.map((value) => 5 - 2 * value))!;
    expect(other.low).toBeCloseTo(5 - 2 * base.high, 10);
    expect(other.high).toBeCloseTo(5 - 2 * base.low, 10);
  });

  it('is null where there is nothing to resample', () => {
    expect(bcaInterval([])).toBeNull();
    expect(bcaInterval([1])).toBeNull();
    expect(bcaInterval([2, 2, 2])).toBeNull();
    expect(bcaInterval([1, NaN, 2])).toBeNull();
  });
});
