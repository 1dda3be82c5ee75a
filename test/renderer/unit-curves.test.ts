import { describe, expect, it } from 'vitest';
import {
  deltaPath,
  logitBars,
  placeOf,
  unitLayout,
  unitScales,
  zAfterKey,
  zAt,
} from '../../renderer/charts/unit-curves.ts';

const layout = unitLayout(400, 300);
const scales = unitScales(layout, -10, 10);
const range = { low: -10, high: 10, step: 0.1 };

describe('the path of δ against z', () => {
  const points = (path: string) =>
    [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

  it('goes through the points of the curve', () => {
    const path = deltaPath(Float64Array.of(-10, 0, 10), Float64Array.of(-1, 0, 1), scales);
    const middle = (layout.top + layout.bottom) / 2;
    expect(points(path)[0]![0]).toBeCloseTo(layout.left, 1);
    expect(points(path)[1]![1]).toBeCloseTo(middle, 1);
    expect(points(path)[2]![0]).toBeCloseTo(layout.right, 1);
  });

  it('leaves the picture with its slope: it is not bent to stay inside', () => {
    const z = Float64Array.of(0, 5, 10);
    const found = points(deltaPath(z, Float64Array.of(-1, 4, 9), scales));
    const slope = (i: number) => (found[i + 1]![1]! - found[i]![1]!) / (found[i + 1]![0]! - found[i]![0]!);
    expect(found[2]![1]).toBeLessThan(layout.top);
    expect(slope(0)).toBeCloseTo(slope(1), 2);
  });

  it('has a gap where the loss is not defined, and is empty where it never is', () => {
    const z = Float64Array.of(0, 1, 2, 3, 4);
    const path = deltaPath(z, Float64Array.of(1, 1, NaN, 1, 1), scales);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(deltaPath(z, new Float64Array(5).fill(NaN), scales)).toBe('');
  });

  it('knows which dots are out of sight', () => {
    expect([0, 1.6, 1.61, -5.2, NaN].map(placeOf)).toEqual(['inside', 'inside', 'above', 'below', 'nowhere']);
  });
});

describe('z', () => {
  it('under the pointer is whole in tenths and stays on the axis', () => {
    expect(zAt(scales.x(-4.2), scales)).toBe(-4.2);
    expect(zAt(scales.x(-4.23), scales)).toBe(-4.2);
    expect(zAt(-500, scales)).toBe(-10);
    expect(zAt(5000, scales)).toBe(10);
    expect(Object.is(zAt(scales.x(0) - 0.01, scales), 0)).toBe(true);
  });

  it.each([
    ['ArrowRight', false, -4.1],
    ['ArrowUp', false, -4.1],
    ['ArrowLeft', false, -4.3],
    ['ArrowDown', true, -5.2],
    ['ArrowRight', true, -3.2],
    ['PageUp', false, -3.2],
    ['PageDown', false, -5.2],
    ['Home', false, -10],
    ['End', false, 10],
    ['Tab', false, null],
  ] as const)('after %s (shift: %s) is %s', (key, shift, z) => {
    expect(zAfterKey(key, shift, -4.2, range)).toBe(z);
  });

  it('does not drift over many steps, and stops at the ends', () => {
    let z = -10;
    for (let i = 0; i < 100; i++) z = zAfterKey('ArrowRight', false, z, range)!;
    expect(Object.is(z, 0)).toBe(true);
    for (let i = 0; i < 200; i++) z = zAfterKey('ArrowRight', false, z, range)!;
    expect(z).toBe(10);
  });
});

describe('bars of logits', () => {
  it('stand on the axis; what lies outside piles up at its ends; none is lost', () => {
    // Bins of width 4 from −16 to 16: two lie outside on either side.
    const { bars, below, above, total } = logitBars(
      { low: -16, high: 16, counts: [1, 2, 0, 9, 5, 3, 0, 7] },
      -8,
      8,
    );
    expect(below.count).toBe(3);
    expect(above.count).toBe(7);
    expect(bars.map(({ from, to, count }) => [from, to, count])).toEqual([
      [-8, -4, 0],
      [-4, 0, 9],
      [0, 4, 5],
      [4, 8, 3],
    ]);
    expect(total).toBe(27);
    expect(Math.max(...bars.map(({ height }) => height))).toBe(1);
    expect(above.height).toBeCloseTo(Math.log(8) / Math.log(10), 12);
  });

  it('are flat where there is nothing', () => {
    expect(logitBars({ low: -1, high: 1, counts: [0, 0] }, -10, 10).bars.map(({ height }) => height)).toEqual(
      [0, 0],
    );
  });
});
