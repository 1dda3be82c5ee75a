import { describe, expect, it } from 'vitest';
import { commonRange, sparkline } from '../../renderer/components/sparkline-path.ts';

interface Place {
  pen: string;
  x: number;
  y: number;
}

const places = (path: string): Place[] =>
  [...path.matchAll(/([ML])(-?[\d.]+) (-?[\d.]+)/g)].map(([, pen, x, y]) => ({
    pen,
    x: Number(x),
    y: Number(y),
  }));

describe('a sparkline without anything to draw', () => {
  it('is null for no value and where none is finite', () => {
    expect(sparkline([], 10, 100, 20)).toBeNull();
    expect(sparkline([NaN, NaN], 10, 100, 20)).toBeNull();
    expect(sparkline([Infinity, -Infinity, NaN], 10, 100, 20)).toBeNull();
    expect(sparkline(new Float64Array(500).fill(NaN), 500, 100, 20)).toBeNull();
  });
});

describe('the path of a short series', () => {
  it('puts the lowest value one unit above the floor, the highest one below the top', () => {
    // 5 steps over 100: 25 each. Of the height 20 the values 2 … 6 take 19 … 1: 4 is at 19 − 18 · ½ = 10.
    const line = sparkline([2, 6, 4], 5, 100, 20)!;
    expect(line.raw).toBe('M0.0 19.0L25.0 1.0L50.0 10.0');
    expect([line.low, line.high]).toEqual([2, 6]);
  });

  it('reaches the right edge with the last step, and not before', () => {
    expect(places(sparkline([1, 2], 5, 100, 20)!.raw).at(-1).x).toBe(25);
    expect(places(sparkline([1, 2, 3, 4, 5], 5, 100, 20)!.raw).at(-1).x).toBe(100);
  });

  it.each([0, 1, 8])('draws one value of %i steps at the left, on the floor', (steps) => {
    expect(sparkline([3], steps, 100, 20)).toEqual({
      raw: 'M0.0 19.0',
      smoothed: 'M0.0 19.0',
      low: 3,
      high: 3,
    });
  });

  it('draws equal values as a flat line', () => {
    expect(sparkline([3, 3, 3], 3, 100, 20)!.raw).toBe('M0.0 19.0L50.0 19.0L100.0 19.0');
  });

  it('takes values below zero', () => {
    const line = sparkline([-1, 1], 2, 100, 20)!;
    expect(line).toMatchObject({ raw: 'M0.0 19.0L100.0 1.0', low: -1, high: 1 });
  });

  it.each([NaN, Infinity, -Infinity])('lifts the pen at %d and leaves it out of the range', (hole) => {
    const line = sparkline([2, 6, hole, 4, 2], 5, 100, 20)!;
    expect(line.raw).toBe('M0.0 19.0L25.0 1.0M75.0 10.0L100.0 19.0');
    expect([line.low, line.high]).toEqual([2, 6]);
  });

  it('begins where the first finite value is', () => {
    expect(sparkline([NaN, 2, 6], 3, 100, 20)!.raw).toBe('M50.0 19.0L100.0 1.0');
  });

  it('is smoothed from the 61st value on', () => {
    const values = (length: number) => Array.from({ length }, (_, i) => i % 2);
    const short = sparkline(values(60), 61, 100, 20)!;
    expect(short.smoothed).toBe(short.raw);
    const long = sparkline(values(61), 61, 100, 20)!;
    expect(long.smoothed).not.toBe(long.raw);
  });
});

describe('the path of a long series', () => {
  const length = 6000;
  const wave = Float64Array.from({ length }, (_, i) => 10 + Math.sin(i));

  it('keeps the range and the place of a spike', () => {
    const values = wave.slice();
    values[4321] = 500;
    values[1234] = -500;
    const line = sparkline(values, length, 240, 28)!;
    expect([line.low, line.high]).toEqual([-500, 500]);
    const drawn = places(line.raw);
    // The spike up is at 4321 / 5999 · 240 = 172.87, the one down at 1234 / 5999 · 240 = 49.37.
    expect(drawn.filter(({ y }) => y === 1)).toEqual([{ pen: 'L', x: 172.9, y: 1 }]);
    expect(drawn.filter(({ y }) => y === 27)).toEqual([{ pen: 'L', x: 49.4, y: 27 }]);
    expect(drawn.length).toBeLessThanOrEqual(2 * 240 + 4);
  });

  it('stays inside its box, smoothed or not, also when it begins with a gap', () => {
    const values = wave.slice();
    values[0] = NaN;
    values[5] = 500;
    const line = sparkline(values, length, 240, 28)!;
    expect(line.high).toBe(500);
    for (const path of [line.raw, line.smoothed]) {
      const drawn = places(path);
      expect(drawn.length).toBeGreaterThan(100);
      for (const { x, y } of drawn) {
        expect(x >= 0 && x <= 240, `x ${x}`).toBe(true);
        expect(y >= 1 && y <= 27, `y ${y}`).toBe(true);
      }
    }
  });

  it('smooths before it thins: a lone spike hardly moves the smoothed line', () => {
    const values = new Float64Array(length).fill(10);
    values[3000] = 1010;
    const line = sparkline(values, length, 240, 28)!;
    // Span 6000 / 30 = 200, α = 2 / 201: the spike of 1000 lifts the average by 9.95, which is 0.26 of 26 units.
    const highest = Math.min(...places(line.smoothed).map(({ y }) => y));
    expect(highest).toBe(26.7);
    expect(Math.min(...places(line.raw).map(({ y }) => y))).toBe(1);
  });
});

describe('one range for several series', () => {
  it('reaches from 0 over nearly all that came after the first tenth, and leaves out what is not finite', () => {
    const falling = Float64Array.from({ length: 100 }, (_, i) => (i < 10 ? 1000 : 20 - i / 10));
    const diverging = Float64Array.from({ length: 100 }, (_, i) => (i < 50 ? 2 : Infinity));
    // 90 values from 19 down in tenths: without the largest hundredth 18.9, and a tenth of it is kept free above.
    expect(commonRange([falling, diverging])).toEqual({ low: 0, high: 1.1 * 18.9 });
    expect(commonRange([])).toBeNull();
    expect(commonRange([Float64Array.of(NaN)])).toBeNull();
  });

  it('is what a series is drawn in, beyond which it leaves the box', () => {
    const range = { low: 0, high: 10 };
    // 5 lies in the middle of a box of 102, 20 above it.
    expect(sparkline([5, 20], 2, 100, 102, null, range)!.raw).toBe('M0.0 51.0L100.0 -99.0');
  });
});
