import { describe, expect, it } from 'vitest';
import type { ArmSweep } from '../../core/experiments/rates/sweep.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import {
  apart,
  sweepLayout,
  sweepPath,
  sweepRemarks,
  sweepScales,
  withinAxis,
} from '../../renderer/charts/sweep-chart.ts';

const value = (place: number, rate: number, values: number[], diverged = 0): ArmSweep['values'][number] => ({
  place,
  rate,
  summary: tInterval(values),
  values,
  diverged,
  failed: 0,
});
const values = [
  value(0, 0.01, [3, 3.2]),
  value(1, 0.1, [2, 2.1]),
  value(2, 1, [40, 2e9]),
  value(3, 10, [], 2),
];
const arm: ArmSweep = {
  armId: 'a',
  values,
  best: values[1]!,
  basin: { low: 0.1, high: 0.1, factor: 1, open: false },
  atEdge: null,
};
const layout = sweepLayout(700, 1);
const scales = sweepScales([arm], [0.01, 10], layout, 4);

describe('the chart of a sweep', () => {
  it('has rates at equal distances of their logarithms', () => {
    const [a, b, c] = [0.01, 0.1, 1].map(scales.x);
    expect(b! - a!).toBeCloseTo(c! - b!, 6);
    expect(scales.xTicks).toEqual([0.01, 0.1, 1, 10]);
  });

  it('is not pressed flat by runs that went wrong: they are drawn at its edge', () => {
    expect(scales.high).toBeLessThan(6);
    expect(withinAxis(2e9, scales)).toBe(scales.high);
    expect(withinAxis(2.05, scales)).toBe(2.05);
    expect(scales.y(2)).toBeGreaterThan(scales.y(3));
  });

  it('leaves a gap where no seed has a value', () => {
    expect(sweepPath(arm, scales).match(/[ML]/g)).toHaveLength(3);
    expect(sweepPath({ ...arm, values: [] }, scales)).toBe('');
  });

  it('stands when there is one rate, or nothing yet', () => {
    const one = sweepScales([{ ...arm, values: [values[0]!] }], [0.01, 0.01], layout, null);
    expect(Number.isFinite(one.x(0.01))).toBe(true);
    expect(Number.isFinite(one.y(3))).toBe(true);
    expect(Number.isFinite(sweepScales([], [1e-4, 10], layout, null).y(0.5))).toBe(true);
  });

  it('says what is to be minded of an arm', () => {
    expect(sweepRemarks(arm)).toEqual(['2 runs diverged']);
    expect(sweepRemarks({ ...arm, atEdge: 'high' })[0]).toContain('the high end');
    expect(sweepRemarks({ ...arm, best: null, basin: null })).toEqual([
      'no rate has a value of every seed: runs diverged',
    ]);
  });

  it('keeps names apart', () => {
    expect(apart([100, 20, 24], 12)).toEqual([100, 20, 32]);
    expect(apart([], 12)).toEqual([]);
  });
});
