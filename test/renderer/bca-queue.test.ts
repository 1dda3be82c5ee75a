import { describe, expect, it } from 'vitest';
import { BcaQueue } from '../../renderer/state/curves/bca-queue.ts';
import { bcaInterval } from '../../core/experiments/statistics/bca-interval.ts';

describe('bootstrap intervals that wait', () => {
  it('are worked out later, once', () => {
    const queue = new BcaQueue();
    const values = [0.1, 0.11, 0.14, 0.9];
    expect(queue.of(values)).toBeUndefined();
    expect(queue.of([2, 2])).toBeUndefined();
    while (!queue.isEmpty) queue.work(0);
    const { low, high } = bcaInterval(values)!;
    expect(queue.of(values)).toEqual({ low, high });
    expect(queue.of([2, 2])).toBeNull();
    expect(queue.isEmpty).toBe(true);
  });
});
