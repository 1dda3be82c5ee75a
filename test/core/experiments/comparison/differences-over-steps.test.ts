import { describe, expect, it } from 'vitest';
import { differenceSeries } from '../../../../core/experiments/comparison/differences-over-steps.ts';
import { tInterval } from '../../../../core/experiments/statistics/mean-interval.ts';
import { evaluation, run } from '../../reports/report-fixtures.ts';

/** A run evaluated at steps 0, 10, … with the given bits. */
const curve = (arm: string, seed: number, bits: number[], change = {}) =>
  run(
    arm,
    seed,
    bits.map((value, i) => evaluation(10 * i, value)),
    change,
  );

describe('differences over training', () => {
  it('are taken seed by seed at the steps both were evaluated at', () => {
    const a = [curve('a', 1, [6, 5, 4]), curve('a', 2, [6, 4, 3])];
    const b = [curve('b', 2, [6, 4.5, 3.25]), curve('b', 1, [6, 5.5, 5])];
    const { seeds, mean } = differenceSeries(a, b, 'bitsPerCharacter');
    expect(seeds).toEqual([
      {
        seed: 1,
        points: [
          { step: 0, difference: 0 },
          { step: 10, difference: -0.5 },
          { step: 20, difference: -1 },
        ],
      },
      {
        seed: 2,
        points: [
          { step: 0, difference: 0 },
          { step: 10, difference: -0.5 },
          { step: 20, difference: -0.25 },
        ],
      },
    ]);
    const { mean: centre, interval } = tInterval([-1, -0.25]);
    expect(mean[2]).toEqual({ step: 20, mean: centre, low: interval!.low, high: interval!.high, n: 2 });
  });

  it('end where either run of a pair does, and the mean with the first pair', () => {
    const early = { early: { rule: 'target', step: 10 } } as const;
    const a = [curve('a', 1, [6, 2], early), curve('a', 2, [6, 4, 3])];
    const b = [curve('b', 1, [6, 5, 4]), curve('b', 2, [6, 5, 4])];
    const { seeds, mean } = differenceSeries(a, b, 'bitsPerCharacter');
    expect(seeds.map(({ points }) => points.at(-1))).toEqual([
      { step: 10, difference: -3 },
      { step: 20, difference: -1 },
    ]);
    expect(mean.map(({ step, n }) => [step, n])).toEqual([
      [0, 2],
      [10, 2],
    ]);
  });

  it('leave out a seed that one arm has no evaluation of', () => {
    const a = [curve('a', 1, [6, 5]), curve('a', 2, [])];
    const b = [curve('b', 1, [6, 4]), curve('b', 2, [6, 4])];
    const { seeds, mean } = differenceSeries(a, b, 'bitsPerCharacter');
    expect(seeds.map(({ seed }) => seed)).toEqual([1]);
    expect(mean.map(({ mean: value, low }) => [value, low])).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(differenceSeries([], b, 'brier')).toEqual({ seeds: [], mean: [] });
  });
});
