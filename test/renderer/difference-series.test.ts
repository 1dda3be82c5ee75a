import { describe, expect, it } from 'vitest';
import {
  bandPath,
  differenceCurve,
  differenceLayout,
  differencePath,
  differenceRows,
  differencesOf,
  differenceScales,
} from '../../renderer/charts/difference-series.ts';
import { pairRows } from '../../renderer/charts/pair-words.ts';
import { allPairs } from '../../core/experiments/comparison/paired-difference.ts';
import { standing } from '../../core/experiments/comparison/standing.ts';
import { unplanned } from '../core/experiments/arm-rows.ts';
import { evaluation, run } from '../core/reports/report-fixtures.ts';

const curve = (arm: string, seed: number, bits: readonly number[]) =>
  run(
    arm,
    seed,
    bits.map((value, i) => evaluation(10 * i, value)),
  );
const runs = [
  curve('a', 1, [26, 3, 2]),
  curve('a', 2, [26, 3.5, 2.25]),
  curve('b', 1, [6, 4, 2.5]),
  curve('b', 2, [6, 4, 2.5]),
];
const columns = differencesOf(runs, 'a', 'b', 'bitsPerCharacter');

describe('the differences that are drawn', () => {
  it('are the mean, its interval and every seed', () => {
    const { mean, band, seeds } = differenceCurve(columns, 't', () => null);
    expect(mean).toEqual([
      { x: 0, y: 20 },
      { x: 10, y: -0.75 },
      { x: 20, y: -0.375 },
    ]);
    // −1 and −0.5: s/√2 = 0.25, t(0.975, 1) = 12.7062.
    expect(band[1]!.low).toBeCloseTo(-0.75 - 0.25 * 12.7062047, 6);
    expect(seeds.map(({ seed, points }) => [seed, points.map(({ y }) => y)])).toEqual([
      [1, [20, -1, -0.5]],
      [2, [20, -0.5, -0.25]],
    ]);
    expect(differenceCurve(columns, 'off', () => null).band).toEqual([]);
  });

  it('have 0 in sight, and are not pressed flat by how they begin', () => {
    const scales = differenceScales(
      differenceCurve(columns, 'off', () => null),
      differenceLayout(600),
      20,
    );
    const [low, high] = scales.y.domain();
    expect(low).toBeLessThan(-1);
    expect(high).toBeGreaterThan(0);
    expect(high).toBeLessThan(1);
    expect(scales.cut).toBe(true);
  });

  it('are markup without holes, also where nothing is measured', () => {
    for (const each of [columns, differencesOf([], 'a', 'b', 'brier')]) {
      const drawn = differenceCurve(each, 't', () => null);
      const scales = differenceScales(drawn, differenceLayout(100), 20);
      for (const path of [differencePath(drawn.mean, scales), bandPath(drawn.band, scales)])
        expect(path).not.toMatch(/NaN|Infinity/);
    }
  });

  it('go to a file as they were measured', () => {
    const [head, ...rows] = differenceRows(columns, { a: 'A', b: 'B', yardstick: 'bits', policy: 'same' });
    expect(head!.slice(4)).toEqual(['step', 'seeds', 'mean of a − b', 't low', 't high', 'seed 1', 'seed 2']);
    expect(rows[2]!.slice(0, 7)).toEqual(['A', 'B', 'bits', 'same', 20, 2, -0.375]);
    expect(rows[2]!.slice(9)).toEqual([-0.5, -0.25]);
  });
});

describe('the table of pairs', () => {
  const arms = ['a', 'b'].map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }));
  const label = (armId: string) => `${armId} + cross-entropy`;
  const pairs = allPairs(standing({ arms, seeds: [1, 2] }, runs).arms, 'bitsPerCharacter', unplanned);

  it('goes to a file at full precision', () => {
    const [head, row] = pairRows(pairs, label, { yardstick: 'bits', statistic: 'last', policy: 'same' });
    expect(row!.length).toBe(head!.length);
    expect(row!.slice(5, 7)).toEqual([2, -0.375]);
  });
});
