import { describe, expect, it } from 'vitest';
import { smooth, thin, type Point } from '../../core/figures/thin.ts';

const curve = (length: number, y: (x: number) => number): Point[] =>
  Array.from({ length }, (_, x) => ({ x, y: y(x) }));
const xs = (points: readonly Point[]) => points.map(({ x }) => x);

describe('thinning a curve', () => {
  it('leaves a curve alone that is short enough', () => {
    for (const length of [0, 1, 40]) {
      const points = curve(length, (x) => x);
      expect(thin(points, 40)).toBe(points);
    }
  });

  it('keeps first, lowest, highest and last of every stretch, in order', () => {
    // 16 points for 8 places: 2 stretches of 4 · 16 / 8 = 8 points.
    const first = [5, 6, 1, 5, 9, 5, 5, 4];
    const second = [4, 4, 8, 4, 4, 0, 4, 7];
    const thinned = thin(
      curve(16, (x) => [...first, ...second][x]),
      8,
    );
    expect(thinned.map(({ x, y }) => [x, y])).toEqual([
      [0, 5],
      [2, 1],
      [4, 9],
      [7, 4],
      [8, 4],
      [10, 8],
      [13, 0],
      [15, 7],
    ]);
  });

  it('keeps a spike up and a spike down wherever they are', () => {
    for (let at = 0; at < 1000; at++) {
      for (const spike of [50, -50]) {
        const thinned = thin(
          curve(1000, (x) => (x === at ? spike : Math.sin(x))),
          100,
        );
        expect(thinned.find(({ x }) => x === at)?.y, `spike at ${at}`).toBe(spike);
      }
    }
  });

  it.each([101, 997, 1000, 5003])('keeps first and last and stays near 100 points of %i', (length) => {
    const thinned = thin(
      curve(length, (x) => Math.sin(x)),
      100,
    );
    expect(thinned[0].x).toBe(0);
    expect(thinned.at(-1)!.x).toBe(length - 1);
    expect(thinned.length).toBeLessThanOrEqual(100 + 4);
    // No point twice, none out of order.
    for (let i = 1; i < thinned.length; i++) expect(thinned[i].x).toBeGreaterThan(thinned[i - 1].x);
  });

  it('keeps the ends alone of a stretch in which all are equal', () => {
    // 20 points for 8 places: stretches of 4 · 20 / 8 = 10. Lowest and highest are the first.
    const flat = curve(20, () => 3);
    expect(xs(thin(flat, 8))).toEqual([0, 9, 10, 19]);
  });
});

describe('thinning a curve with gaps', () => {
  // 20 points for 8 places: stretches 0 … 9 and 10 … 19.
  const withGap = (gap: number, at: readonly number[], y: (x: number) => number) =>
    thin(
      curve(20, (x) => (at.includes(x) ? gap : y(x))),
      8,
    );

  it.each([NaN, Infinity, -Infinity])('keeps %d as a gap', (gap) => {
    expect(xs(withGap(gap, [5], () => 1))).toEqual([0, 5, 9, 10, 19]);
  });

  it.each([NaN, Infinity, -Infinity])('keeps the spikes of a stretch that begins with %d', (gap) => {
    const y = (x: number) => ({ 3: -7, 6: 8 })[x] ?? 1;
    expect(xs(withGap(gap, [0], y))).toEqual([0, 3, 6, 9, 10, 19]);
  });

  it('keeps the spikes of a stretch in which both infinities are', () => {
    const y = (x: number) => ({ 2: -Infinity, 3: -7, 6: 8, 7: Infinity })[x] ?? 1;
    // Of the two gaps the last one stays.
    expect(xs(withGap(NaN, [], y))).toEqual([0, 3, 6, 7, 9, 10, 19]);
  });

  it('keeps the place where a curve ends and does not come back', () => {
    const thinned = withGap(NaN, [14, 15, 16, 17, 18, 19], (x) => x);
    expect(thinned.filter(({ y }) => Number.isFinite(y)).at(-1)).toEqual({ x: 13, y: 13 });
    expect(thinned.at(-1)).toEqual({ x: 19, y: NaN });
  });

  it('has only gaps where nothing is finite', () => {
    const thinned = thin(
      curve(20, () => NaN),
      8,
    );
    expect(xs(thinned)).toEqual([0, 9, 10, 19]);
    expect(thinned.every(({ y }) => Number.isNaN(y))).toBe(true);
  });
});

describe('smoothing', () => {
  it('is an exponential moving average that starts at the first value', () => {
    // span 3: α = 2 / 4 = ½. 8; 8 + ½ (4 − 8) = 6; 6 + ½ (6 − 6) = 6; 6 + ½ (−2 − 6) = 2.
    expect([...smooth([8, 4, 6, -2], 3)]).toEqual([8, 6, 6, 2]);
  });

  it('changes nothing with a span of 1', () => {
    // α = 2 / 2 = 1.
    expect([...smooth([8, 4, 6, -2], 1)]).toEqual([8, 4, 6, -2]);
  });

  it('has nothing to say about no values, and leaves one alone', () => {
    expect([...smooth([], 5)]).toEqual([]);
    expect([...smooth([2.5], 5)]).toEqual([2.5]);
  });

  it.each([NaN, Infinity, -Infinity])('stays where it is at %d', (hole) => {
    // α = ½: 8; 8; 8 + ½ (4 − 8) = 6.
    expect([...smooth([8, hole, 4], 3)]).toEqual([8, 8, 6]);
  });

  it.each([NaN, Infinity, -Infinity])('starts at the first finite value after %d', (hole) => {
    expect([...smooth([hole, hole, 8, 4], 3)]).toEqual([NaN, NaN, 8, 6]);
  });

  it('is NaN throughout where no value is finite', () => {
    expect([...smooth([NaN, Infinity, NaN], 3)]).toEqual([NaN, NaN, NaN]);
  });
});
