import { describe, expect, it } from 'vitest';
import { smooth, type Point } from '../../core/figures/thin.ts';
import { lostWords, readoutAt } from '../../renderer/charts/readout.ts';

const line = (values: readonly number[], every = 10): Point[] => values.map((y, i) => ({ x: every * i, y }));
const from = (pointer: number) => (x: number) => Math.abs(x - pointer);
const told = (lines: readonly (readonly Point[])[], pointer: number) => {
  const readout = readoutAt(lines, from(pointer));
  return (
    readout && {
      x: readout.x,
      values: readout.points.map((at, k) => (at === null ? null : lines[k]![at]!.y)),
    }
  );
};

describe('the readout of a chart', () => {
  const whole = line([6, 5, 4, 3]);
  /** An arm that diverged after its evaluation at step 10. */
  const short = line([6, 9]);

  it('is at one place for all lines, and a line that has ended is not there', () => {
    expect(told([short, whole], 27)).toEqual({ x: 30, values: [null, 3] });
    expect(told([short, whole], 14)).toEqual({ x: 10, values: [9, 5] });
    expect(told([whole, short], 1000)).toEqual({ x: 30, values: [3, null] });
  });

  it('says nothing where nothing is drawn', () => {
    expect(told([], 5)).toBeNull();
    expect(told([[], line([NaN, NaN])], 5)).toBeNull();
  });

  it('takes a gap for what it is: no value stands in for the missing one', () => {
    expect(told([line([6, 5, NaN, 3]), whole], 20)).toEqual({ x: 20, values: [null, 4] });
    // A series that diverges has NaN to its end, as means over no seed have.
    expect(told([line([6, 9, NaN, NaN]), whole], 30)).toEqual({ x: 30, values: [null, 3] });
  });

  it('is found on a logarithmic axis, which has no place for 0', () => {
    const pixels = (x: number) => Math.abs(Math.log(x) - Math.log(4));
    const readout = readoutAt([short, whole], (x) => (x > 0 ? pixels(x) : NaN));
    expect(readout).toEqual({ x: 10, points: [1, 1] });
  });

  it('tells of the nearest point where lines are thinned each by itself, or timed each by itself', () => {
    expect(told([line([6, 5, 4, 3], 7), whole], 20)).toEqual({ x: 20, values: [3, 4] });
    expect(told([line([6, 5, 4, 3], 7), whole], 26)).toEqual({ x: 30, values: [null, 3] });
  });

  it('does not outlast a smoothed series', () => {
    const smoothed = Array.from(smooth(Float64Array.of(6, 9), 5));
    expect(told([line(smoothed), whole], 30)!.values[0]).toBeNull();
  });
});

describe('what is said of an arm with diverged runs', () => {
  it.each([
    [{ lost: [], runs: 2 }, 100, ''],
    [{ lost: [{ after: 10, step: 15 }], runs: 1 }, 10, ''],
    [{ lost: [{ after: 10, step: 15 }], runs: 1 }, 11, 'diverged at step 15'],
    [{ lost: [{ after: 10, step: 15 }], runs: 2 }, 20, '1 of 2 seeds diverged at step 15'],
    [
      {
        lost: [
          { after: 10, step: 15 },
          { after: 10, step: 15 },
        ],
        runs: 2,
      },
      20,
      'diverged at step 15',
    ],
    [
      {
        lost: [
          { after: 10, step: 15 },
          { after: 20, step: 27 },
        ],
        runs: 2,
      },
      30,
      'diverged at steps 15 to 27',
    ],
    [
      {
        lost: [
          { after: 10, step: 15 },
          { after: 20, step: 27 },
        ],
        runs: 2,
      },
      15,
      '1 of 2 seeds diverged at step 15',
    ],
    [{ lost: [{ after: -Infinity, step: 1 }], runs: 1 }, 0, 'diverged at step 1'],
  ])('%j at %d: %s', (curve, x, words) => {
    expect(lostWords(curve, x)).toBe(words);
  });
});
