import { describe, expect, it } from 'vitest';
import type { ArmSweep } from '../../core/experiments/rates/sweep.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import { sweepRemarks } from '../../renderer/views/sweep/sweep-remarks.ts';

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
  best: values[1],
  basin: { low: 0.1, high: 0.1, factor: 1, open: false },
  atEdge: null,
};

describe('what stands beside the best rates', () => {
  it('says what is to be minded of an arm', () => {
    expect(sweepRemarks(arm)).toEqual(['2 runs diverged']);
    expect(sweepRemarks({ ...arm, atEdge: 'high' })[0]).toContain('the high end');
    expect(sweepRemarks({ ...arm, best: null, basin: null })).toEqual([
      'no rate has a value of every seed: runs diverged',
    ]);
  });
});
