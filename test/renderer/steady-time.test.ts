import { describe, expect, it } from 'vitest';
import { RecentRate, SteadyTime } from '../../renderer/state/lab/steady-time.ts';

describe('a time left that can be read', () => {
  it('says nothing before there is an estimate', () => {
    const time = new SteadyTime();
    expect(time.next(0, null)).toBeNull();
    expect(time.next(1, 30)).toBe(30);
  });

  it('counts down by the clock while nothing is estimated, and says nothing once it has counted to 0', () => {
    const time = new SteadyTime();
    time.next(0, 10);
    expect(time.next(4, null)).toBe(6);
    expect(time.next(9, null)).toBe(1);
    expect(time.next(10.5, null)).toBeNull();
  });

  it('never goes up by an estimate that is a little longer, and stays within a few seconds of it', () => {
    const time = new SteadyTime();
    let shown = time.next(0, 40)!;
    for (let at = 0.25; at < 30; at += 0.25) {
      // Estimates that waver by a tenth around a work of 42 seconds.
      const estimate = (42 - at) * (1 + 0.1 * Math.sin(7 * at));
      const next = time.next(at, estimate)!;
      expect(next).toBeLessThanOrEqual(shown);
      expect(Math.abs(next - (42 - at))).toBeLessThan(0.3 * (42 - at));
      shown = next;
    }
  });

  it('leaps to an estimate that is far off, to a longer one once it has lasted', () => {
    const time = new SteadyTime();
    time.next(0, 10);
    expect(time.next(1, 30)).toBe(9);
    expect(time.next(2, 9)).toBeLessThan(9);
    expect(time.next(3, 30)).toBeLessThan(9);
    expect(time.next(5, 28)).toBe(28);
    expect(time.next(6, 5)).toBe(5);
  });

  it('forgets what was shown when other work begins', () => {
    const time = new SteadyTime();
    time.next(0, 100);
    time.restart();
    expect(time.next(1, 8)).toBe(8);
  });
});

describe('the rate of recent steps', () => {
  it('leaves out the time before the first step, and tells nothing of less than a second', () => {
    const rate = new RecentRate();
    expect(rate.next(0, 0)).toBeNull();
    expect(rate.next(3, 100)).toBeNull();
    expect(rate.next(3.5, 150)).toBeNull();
    expect(rate.next(4, 200)).toBe(100);
  });

  it('follows a machine that slows down', () => {
    const rate = new RecentRate();
    for (let at = 1; at <= 20; at++) rate.next(at, 100 * at);
    for (let at = 21; at <= 60; at++) rate.next(at, 2000 + 10 * (at - 20));
    expect(rate.next(61, 2410)).toBeCloseTo(10, 6);
  });
});
