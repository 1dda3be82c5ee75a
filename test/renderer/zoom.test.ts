import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  moved,
  shareOfValue,
  valueAtShare,
  withinAll,
  zoomed,
  type AxisRange,
} from '../../renderer/figures/axis-range.ts';
import { axesAfterKey } from '../../renderer/figures/zoom-keys.ts';

const linear: AxisRange = { low: 0, high: 100, logarithmic: false };
const logarithmic: AxisRange = { low: 1, high: 1000, logarithmic: true };

describe('a stretch of an axis', () => {
  it('has a value at every share, and a share for every value', () => {
    expect(valueAtShare(linear, 0.25)).toBe(25);
    expect(shareOfValue(linear, 150)).toBe(1.5);
    // 1 … 1000 are three decades.
    expect(valueAtShare(logarithmic, 1 / 3)).toBeCloseTo(10, 10);
    expect(shareOfValue(logarithmic, 100)).toBeCloseTo(2 / 3, 12);
    const axis = fc.record({
      low: fc.double({ min: 0.01, max: 10, noNaN: true }),
      high: fc.double({ min: 11, max: 1e6, noNaN: true }),
      logarithmic: fc.boolean(),
    });
    fc.assert(
      fc.property(axis, fc.double({ min: -1, max: 2, noNaN: true }), (range, share) => {
        expect(shareOfValue(range, valueAtShare(range, share))).toBeCloseTo(share, 6);
      }),
    );
  });

  it('comes nearer about the place of the pointer, which stays where it is', () => {
    // A quarter of the way, half as long: 25 − 12.5 … 25 + 37.5.
    expect(zoomed(linear, 0.5, 0.25)).toMatchObject({ low: 12.5, high: 62.5 });
    const near = zoomed(logarithmic, 0.5, 1 / 3);
    expect(valueAtShare(near, 1 / 3)).toBeCloseTo(10, 10);
    expect(near.low).toBeCloseTo(10 ** 0.5, 10);
  });

  it('moves by a share of its length', () => {
    expect(moved({ ...linear, low: 20, high: 40 }, 0.1)).toMatchObject({ low: 22, high: 42 });
    expect(moved(logarithmic, 1 / 3).low).toBeCloseTo(10, 10);
  });

  it('stays within all there is, with its length, and is nothing special when it is all of it', () => {
    const all = { low: 0, high: 100 };
    expect(withinAll({ low: -10, high: 30, logarithmic: false }, all)).toEqual({ low: 0, high: 40 });
    expect(withinAll({ low: 80, high: 130, logarithmic: false }, all)).toEqual({ low: 50, high: 100 });
    expect(withinAll({ low: -5, high: 105, logarithmic: false }, all)).toBeNull();
    expect(withinAll({ low: NaN, high: 1, logarithmic: false }, all)).toBeNull();
  });

  it('does not come nearer than figures can tell apart', () => {
    const { low, high } = withinAll(
      { low: 50, high: 50 + 1e-12, logarithmic: false },
      { low: 0, high: 100 },
    )!;
    expect(high - low).toBeCloseTo(1e-5, 8);
    expect((low + high) / 2).toBeCloseTo(50, 6);
  });
});

describe('keys on a chart', () => {
  const axes = { x: { ...linear }, y: { ...logarithmic } };
  const key = (name: string, shiftKey = false) => axesAfterKey({ key: name, shiftKey }, axes);

  it('zoom both axes or one, move, and show all again', () => {
    const near = (low: number, high: number) => ({
      x: { low: expect.closeTo(low, 9), high: expect.closeTo(high, 9) },
    });
    expect(key('+')).toMatchObject(near(10, 90));
    expect(key('-')).toMatchObject(near(-12.5, 112.5));
    expect(key('ArrowRight', true)).toMatchObject({ ...near(10, 90), y: axes.y });
    expect(key('ArrowUp', true)).toMatchObject({ x: axes.x });
    expect(key('ArrowLeft')).toMatchObject(near(-10, 90));
    expect((key('ArrowUp') as typeof axes).y.low).toBeCloseTo(10 ** 0.3, 10);
    expect([key('0'), key('Escape')]).toEqual(['all', 'all']);
  });

  it('leave the others to the page', () => {
    expect([key('Tab'), key('a'), key('PageDown')]).toEqual([null, null, null]);
  });
});
