import { describe, expect, it } from 'vitest';
import { LabError } from '../../core/errors.ts';
import {
  cellAfterKey,
  mapColour,
  mapColours,
  mapPixels,
  mapsPicture,
  shownRows,
  shownValues,
} from '../../renderer/charts/delta-map.ts';
import {
  flowLayout,
  flowPath,
  flowScales,
  lonePoints,
  triangleShares,
} from '../../renderer/charts/flow-chart.ts';
import {
  checkVerdict,
  factorPerStep,
  faultSpares,
  flowWords,
  powers,
} from '../../renderer/charts/gradient-words.ts';

describe('the δ map', () => {
  // Three characters by two steps, and the folded rest as the last row.
  const delta = Float64Array.of(-1, 0.5, 0.25, 0, 0.1, 0.2, 0.03, 0.04);

  it('folds what is not shown into the rest', () => {
    expect(shownRows(3, 10, 2)).toEqual({ rows: 2, rest: true });
    expect(shownRows(3, 0, 40)).toEqual({ rows: 3, rest: false });
    const drawn = shownValues(delta, 2, { rows: 2, rest: true });
    expect([...drawn.subarray(0, 4)]).toEqual([-1, 0.5, 0.25, 0]);
    expect(drawn[4]).toBeCloseTo(0.13, 12);
    expect(drawn[5]).toBeCloseTo(0.24, 12);
  });

  it('is blank at 0, full at the largest value and beyond, and told apart by sign', () => {
    const { zero, negative, positive } = mapColours.light;
    expect(mapColour(0, 1, mapColours.light)).toEqual(zero);
    expect(mapColour(-1, 1, mapColours.light)).toEqual(negative);
    expect(mapColour(7, 1, mapColours.light)).toEqual(positive);
    expect(mapColour(0, 0, mapColours.light)).toEqual(zero);
    // By the square root: a quarter of the value has half of the colour.
    expect(mapColour(0.25, 1, mapColours.light)[2]).toBe(Math.round(255 - 255 / 2));
    expect(mapPixels(delta, 1, mapColours.dark)).toHaveLength(delta.length * 4);
  });

  it('is read by the arrow keys, and ends at its borders', () => {
    expect(cellAfterKey('ArrowRight', { row: 0, t: 0 }, 4, 2)).toEqual({ row: 0, t: 1 });
    expect(cellAfterKey('ArrowRight', { row: 0, t: 1 }, 4, 2)).toEqual({ row: 0, t: 1 });
    expect(cellAfterKey('PageDown', { row: 0, t: 1 }, 4, 2)).toEqual({ row: 3, t: 1 });
    expect(cellAfterKey('a', { row: 0, t: 0 }, 4, 2)).toBeNull();
  });

  it('is exported as text that stays text', () => {
    const picture = mapsPicture(
      'δ <b>',
      [{ label: 'a & b', note: '"', values: delta, largest: 1 }],
      2,
      ['<', '>', 'x', 'y'],
      ['&', 'b'],
    );
    expect(picture).toContain('δ &lt;b&gt;');
    expect(picture).toContain('a &amp; b');
    expect(picture.match(/<rect/g)!.length).toBeGreaterThan(6);
  });
});

describe('gradient flow', () => {
  const falling = Float64Array.of(1, 0.1, 0.01, 0.001);

  it('has a factor per step, the geometric mean', () => {
    expect(factorPerStep({ byLag: falling })).toBeCloseTo(0.1, 12);
    expect(factorPerStep({ byLag: Float64Array.of(1, 2, 4, 0) })).toBeCloseTo(2, 12);
    expect(factorPerStep({ byLag: Float64Array.of(1) })).toBeNull();
    expect(factorPerStep({ byLag: Float64Array.of(0, 0) })).toBeNull();
  });

  it('is a straight line on its logarithmic axis, with a gap where there is no gradient', () => {
    const scales = flowScales([falling], flowLayout(500), null);
    const steps = [0, 1, 2].map((k) => scales.y(falling[k + 1]!) - scales.y(falling[k]!));
    expect(steps[1]).toBeCloseTo(steps[0]!, 6);
    expect(flowPath(Float64Array.of(1, 0, 0.1, NaN), scales).match(/M/g)).toHaveLength(2);
  });

  it('has a point of its own where no line would be seen', () => {
    const scales = flowScales([falling], flowLayout(500), null);
    expect(lonePoints(Float64Array.of(1), scales)).toEqual([0]);
    expect(lonePoints(Float64Array.of(1, 0, 0.1, NaN, 0.01, 0.001), scales)).toEqual([0, 2]);
    expect(lonePoints(falling, scales)).toEqual([]);
  });

  it('says how it shrinks or grows, and why there is nothing to say', () => {
    expect(flowWords([0.5, 0.6, null], 25)).toMatch(/shrinks to 0\.5× to 0\.6×/);
    expect(flowWords([1.5, 1.5], 25)).toMatch(/grows to 1\.5×,/);
    expect(flowWords([0.5, 1.5], 25)).toMatch(/changes to/);
    expect(flowWords([null], 1)).toMatch(/One step/);
    expect(flowWords([null, null], 25)).toMatch(/No gradient reaches back/);
    expect(flowWords([], 25)).toMatch(/No loss is defined/);
  });

  it('has room for the threshold where that is near, and not where it is far', () => {
    expect(flowScales([falling], flowLayout(500), 5).high).toBeGreaterThanOrEqual(5);
    expect(flowScales([falling], flowLayout(500), 5e6).high).toBeLessThan(100);
    expect(flowScales([], flowLayout(500), null).low).toBeGreaterThan(0);
  });

  it('places a triangle on the same scale, nothing above its diagonal', () => {
    const shares = triangleShares(Float64Array.of(1, NaN, 0.1, 0.01), 0.01, 1);
    expect(shares[0]).toBe(1);
    expect(shares[1]).toBeNaN();
    expect(shares[2]).toBeCloseTo(0.5, 12);
    expect(shares[3]).toBe(0);
  });
});

describe('words of the gradient check', () => {
  it('writes small numbers as powers of ten', () => {
    expect(powers(3e-8)).toBe('3 × 10⁻⁸');
    expect(powers(-1.25e-11)).toBe('−1.3 × 10⁻¹¹');
    expect(powers(0.0123)).toBe('0.0123');
    expect(powers(0)).toBe('0');
    expect(powers(NaN)).toBe('–');
    expect(powers(123456)).toBe('1.2 × 10⁵');
  });

  it('tells a check that is under way from one that was refused', () => {
    expect(checkVerdict(null)).toBe('checking');
    expect(checkVerdict(new LabError('outside-domain', 'no'))).toBe('not-defined');
    expect(checkVerdict(new LabError('internal', 'no'))).toBe('failed');
  });

  it('says where a fault cannot bite', () => {
    expect(faultSpares('drop-slope', 'linear')).toMatch(/slope 1/);
    expect(faultSpares('drop-slope', 'sigmoid')).toBeNull();
    expect(faultSpares(null, 'linear')).toBeNull();
  });
});
