import { describe, expect, it } from 'vitest';
import { dealt, inTurn } from '../../bench/schedule.ts';

describe('the time of several runs on several threads', () => {
  it('is the busiest thread’s when each free one takes the next run', () => {
    // 3 | 1 2 2: the first thread is free again after the second of the others.
    expect(inTurn([3, 1, 2, 2], 2)).toBe(5);
    expect(inTurn([3, 1, 2, 2], 1)).toBe(8);
    expect(inTurn([], 2)).toBe(0);
  });

  it('is longer where they are dealt out before', () => {
    // 3 2 | 1 2 is as good; 3 1 3 | 1 1 is not.
    expect(dealt([3, 1, 2, 2], 2)).toBe(5);
    expect(dealt([3, 1, 1, 1, 3], 2)).toBe(7);
    expect(inTurn([3, 1, 1, 1, 3], 2)).toBe(6);
  });
});
