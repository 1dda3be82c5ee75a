import { describe, expect, it } from 'vitest';
import { LabError } from '../../core/errors.ts';
import { flowDomain } from '../../core/figures/gradient-flow.ts';
import { flowTriangles } from '../../core/figures/flow-triangles.ts';
import { deltaMaps, pictureDelta, pictureRows } from '../../core/figures/delta-maps.ts';
import { colourOf } from '../../core/figures/colours.ts';
import type { MapPanel } from '../../core/figures/figure.ts';
import { cellAfterKey, hasCell, mapPixels } from '../../renderer/figures/map-canvas.ts';
import {
  checkVerdict,
  factorPerStep,
  faultSpares,
  flowWords,
  pullOf,
} from '../../renderer/views/gradients/gradient-words.ts';
import { probeSourceOf } from '../core/figures/sources.ts';

const mapOf = (values: readonly number[], columns: number, largest = 1): MapPanel => ({
  kind: 'map',
  title: '',
  note: '',
  xLabel: '',
  yLabel: '',
  rows: Array.from({ length: values.length / columns }, (_, i) => String(i)),
  columns: Array.from({ length: columns }, (_, i) => String(i)),
  values,
  framed: [],
  colours: { kind: 'root', low: -largest, high: largest, label: '' },
  figures: false,
});

describe('a map', () => {
  it('is blank at 0, full at the largest value and beyond, and told apart by sign: blue below, orange above', () => {
    const pixels = mapPixels(mapOf([0, -1, 7, NaN], 2), 'light');
    const pixel = (i: number) => [...pixels.subarray(4 * i, 4 * i + 4)];
    expect(pixel(0)).toEqual([...colourOf(0, 'light'), 255]);
    expect(pixel(1)).toEqual([...colourOf(-1, 'light'), 255]);
    expect(pixel(2)).toEqual([...colourOf(1, 'light'), 255]);
    // Where there is no cell, nothing is seen.
    expect(pixel(3)).toEqual([0, 0, 0, 0]);
    const [red, , blue] = colourOf(-1, 'light');
    expect(blue).toBeGreaterThan(red);
    // By the square root: a quarter of the value has half of the colour.
    const [quarter] = mapPixels(mapOf([0.25], 1), 'light');
    expect(quarter).toBe(colourOf(0.5, 'light')[0]);
  });

  it('is read by the arrow keys, and ends at its borders', () => {
    expect(cellAfterKey('ArrowRight', { row: 0, column: 0 }, 4, 2)).toEqual({ row: 0, column: 1 });
    expect(cellAfterKey('ArrowRight', { row: 0, column: 1 }, 4, 2)).toEqual({ row: 0, column: 1 });
    expect(cellAfterKey('PageDown', { row: 0, column: 1 }, 4, 2)).toEqual({ row: 3, column: 1 });
    expect(cellAfterKey('a', { row: 0, column: 0 }, 4, 2)).toBeNull();
    expect(hasCell(mapOf([1, NaN, 2, 3], 2), { row: 0, column: 1 })).toBe(false);
    expect(hasCell(mapOf([1, NaN, 2, 3], 2), { row: 1, column: 1 })).toBe(true);
  });

  it('folds the rows that it does not draw into one', () => {
    const { probe, looks, where } = probeSourceOf(12, 5, 1);
    const [layer] = probe.layers;
    if (!layer || layer.refusal !== null) throw new Error('linear + quadratic is defined everywhere.');
    const rows = pictureRows(probe, 8);
    expect(rows).toHaveLength(8);
    const picture = pictureDelta(layer, rows, 5);
    const sum = (values: ArrayLike<number>, t: number) =>
      Array.from({ length: values.length / 5 }, (_, row) => values[row * 5 + t]).reduce((a, b) => a + b, 0);
    for (let t = 0; t < 5; t++) expect(sum(picture, t)).toBeCloseTo(sum(layer.delta, t), 12);
    const [panel] = deltaMaps({ probe, looks, where }, { most: 8 }).panels;
    expect(panel?.kind === 'map' && panel.rows.at(-1)).toBe('Σ of 4');
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

  it('says how it shrinks or grows, and why there is nothing to say', () => {
    expect(flowWords([0.5, 0.6, null], 25)).toMatch(/shrinks to 0\.5× to 0\.6×/);
    expect(flowWords([1.5, 1.5], 25)).toMatch(/grows to 1\.5×,/);
    expect(flowWords([0.5, 1.5], 25)).toMatch(/changes to/);
    expect(flowWords([null], 1)).toMatch(/One step/);
    expect(flowWords([null, null], 25)).toMatch(/No gradient reaches back/);
    expect(flowWords([], 25)).toMatch(/No loss is defined/);
  });

  it('has an axis of whole powers of ten about all there is', () => {
    expect(flowDomain(falling)[0]).toBeCloseTo(1e-4, 12);
    expect(flowDomain([...falling, 5])[1]).toBe(10);
    expect(flowDomain([0, NaN])[0]).toBeGreaterThan(0);
  });

  it('has nothing above the diagonal of its triangles', () => {
    const [panel] = flowTriangles(probeSourceOf(8, 4, 1)).panels;
    if (panel?.kind !== 'map') throw new Error('A map was expected.');
    Array.from(panel.values).forEach((value, i) =>
      expect(Number.isNaN(value)).toBe(i % 4 > Math.floor(i / 4)),
    );
  });
});

describe('words of the gradient check', () => {
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

describe('the headline of δ at one z', () => {
  const row = (key: string, match: 'matched' | 'slope-stays', delta: number) => ({
    ...{ key, label: key, match, delta },
  });

  it('sets the least pull of a mismatched layer against the least of a matched one', () => {
    const rows = [
      row('linear', 'matched', -5.2),
      row('cross', 'matched', -0.985),
      row('quadratic', 'slope-stays', -0.0143),
      row('other', 'slope-stays', NaN),
    ];
    const pull = pullOf(rows)!;
    expect([pull.weak.key, pull.strong.key]).toEqual(['quadratic', 'cross']);
    // 0.0143 / 0.985 = 0.01452
    expect(pull.share).toMatch(/^1\.5.%$/);
    expect(pull.factor).toBe('69');
  });

  it('says nothing where none is held back, nor of one side alone', () => {
    expect(pullOf([row('a', 'matched', -0.5), row('b', 'slope-stays', -0.49)])).toBeNull();
    expect(pullOf([row('a', 'matched', -0.5), row('b', 'slope-stays', 0)])).toBeNull();
    expect(pullOf([row('a', 'matched', -0.5)])).toBeNull();
    expect(pullOf([])).toBeNull();
  });
});
