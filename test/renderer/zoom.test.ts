import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOn, type Axis } from '../../core/figures/drawing/scales.ts';
import { moved, withinAll, zoomed } from '../../renderer/figures/axis-range.ts';
import { axesAfterKey } from '../../renderer/figures/zoom-keys.ts';

const linear: Axis = { scale: 'linear', domain: [0, 100] };
const logarithmic: Axis = { scale: 'log', domain: [1, 1000] };
/** Shares of what an axis shows. */
const on = (axis: Axis) => placesOn(axis, [0, 1]);

describe('a stretch of an axis', () => {
  it('has a value at every share, and a share for every value', () => {
    expect(on(linear).from(0.25)).toBe(25);
    expect(on(linear).at(150)).toBe(1.5);
    // 1 … 1000 are three decades.
    expect(on(logarithmic).from(1 / 3)).toBeCloseTo(10, 10);
    expect(on(logarithmic).at(100)).toBeCloseTo(2 / 3, 12);
    expect([on(logarithmic).at(0), on(logarithmic).at(-1)]).toEqual([NaN, NaN]);
    const axis = fc.record({
      scale: fc.constantFrom('linear' as const, 'log' as const),
      domain: fc.tuple(
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 11, max: 1e6, noNaN: true }),
      ),
    });
    fc.assert(
      fc.property(axis, fc.double({ min: -1, max: 2, noNaN: true }), (range, share) => {
        const { at, from } = on(range);
        expect(at(from(share))).toBeCloseTo(share, 6);
      }),
    );
  });

  it('comes nearer about the place of the pointer, which stays where it is', () => {
    // A quarter of the way, half as long: 25 − 12.5 … 25 + 37.5.
    expect(zoomed(linear, 0.5, 0.25)).toEqual({ scale: 'linear', domain: [12.5, 62.5] });
    const near = zoomed(logarithmic, 0.5, 1 / 3);
    expect(on(near).from(1 / 3)).toBeCloseTo(10, 10);
    expect(near.domain[0]).toBeCloseTo(10 ** 0.5, 10);
  });

  it('moves by a share of its length', () => {
    const { domain } = moved({ scale: 'linear', domain: [20, 40] }, 0.1);
    expect(domain).toEqual([expect.closeTo(22, 9), expect.closeTo(42, 9)]);
    expect(moved(logarithmic, 1 / 3).domain[0]).toBeCloseTo(10, 10);
  });

  it('stays within all there is, with its length, and is nothing special when it is all of it', () => {
    const within = (low: number, high: number) =>
      withinAll({ scale: 'linear', domain: [low, high] }, [0, 100]);
    expect(within(-10, 30)).toEqual([0, expect.closeTo(40, 9)]);
    expect(within(80, 130)).toEqual([50, 100]);
    expect(within(-5, 105)).toBeNull();
    expect(within(NaN, 1)).toBeNull();
  });

  it('does not come nearer than figures can tell apart', () => {
    const [low, high] = withinAll({ scale: 'linear', domain: [50, 50 + 1e-12] }, [0, 100])!;
    expect(high - low).toBeCloseTo(1e-5, 8);
    expect((low + high) / 2).toBeCloseTo(50, 6);
  });
});

describe('keys on a chart', () => {
  const axes = { x: { ...linear }, y: { ...logarithmic } };
  const key = (name: string, shiftKey = false) => axesAfterKey({ key: name, shiftKey }, axes);

  it('zoom both axes or one, move, and show all again', () => {
    const near = (low: number, high: number) => ({
      x: { domain: [expect.closeTo(low, 9), expect.closeTo(high, 9)] },
    });
    expect(key('+')).toMatchObject(near(10, 90));
    expect(key('-')).toMatchObject(near(-12.5, 112.5));
    expect(key('ArrowRight', true)).toMatchObject({ ...near(10, 90), y: axes.y });
    expect(key('ArrowUp', true)).toMatchObject({ x: axes.x });
    expect(key('ArrowLeft')).toMatchObject(near(-10, 90));
    expect((key('ArrowUp') as typeof axes).y.domain[0]).toBeCloseTo(10 ** 0.3, 10);
    expect([key('0'), key('Escape')]).toEqual(['all', 'all']);
  });

  it('leave the others to the page', () => {
    expect([key('Tab'), key('a'), key('PageDown')]).toEqual([null, null, null]);
  });
});
