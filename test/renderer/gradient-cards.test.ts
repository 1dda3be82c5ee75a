import { describe, expect, it } from 'vitest';
import { LabError } from '../../core/errors.ts';
import { flowDomain } from '../../core/figures/gradients/gradient-flow.ts';
import { flowTriangles } from '../../core/figures/gradients/flow-triangles.ts';
import { chosenOption } from '../../core/figures/choices.ts';
import {
  deltaMapChoices,
  deltaMaps,
  outputOfCell,
  pictureDelta,
  pictureRows,
} from '../../core/figures/gradients/delta-maps.ts';
import { cellReadout } from '../../core/figures/drawing/readout.ts';
import { significant } from '../../core/words/number-format.ts';
import { colourOf } from '../../core/figures/drawing/colours.ts';
import type { MapPanel } from '../../core/figures/figure.ts';
import { cellAfterKey, hasCell, mapPixels } from '../../renderer/figures/map-canvas.ts';
import { mapSize } from '../../renderer/figures/map-size.ts';
import {
  checkVerdict,
  factorPerStep,
  faultSpares,
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

  it('names fewer columns where their signs are wide', () => {
    const { probe, looks, where } = probeSourceOf(12, 5, 1);
    const [panel] = deltaMaps({ probe, looks, where }, { rows: '12' }).panels as MapPanel[];
    const narrow = {
      ...panel,
      columns: Array.from({ length: 25 }, () => 'a'),
      above: undefined,
      below: undefined,
    };
    const chinese = { ...narrow, columns: narrow.columns.map(() => '頌') };
    const every = (map: unknown) => mapSize(map as MapPanel, 4, 1040, 900).everyColumn;
    expect(every(narrow)).toBe(1);
    expect(every(chinese)).toBe(2);
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
    const [panel] = deltaMaps({ probe, looks, where }, { rows: '8' }).panels;
    expect(panel?.kind === 'map' && panel.rows.at(-1)).toBe('Σ of 4');
  });
});

describe('what a card says of a cell', () => {
  const source = probeSourceOf(12, 5, 4);
  const { probe, looks } = source;

  it('is y and δ of every layer there, and at its step ‖δ‖ and the outputs that are pulled up', () => {
    const figure = deltaMaps(source, { rows: '12' });
    const row = probe.targetRows[2];
    const { head, about, tables } = figure.readCell!(row, 2);
    expect(head).toMatch(/^t = 3, output ., the wanted one$/);
    expect(about).toMatch(/^reads ., wants . · z /);
    expect(tables[0].rows.map(({ name }) => name)).toEqual(looks.map(({ label }) => label));
    tables.forEach(({ rows }, i) =>
      rows.forEach(({ look, values }) => {
        const layer = probe.layers[look!];
        if (layer.refusal !== null) throw new Error('All four are defined everywhere.');
        const column = Array.from({ length: 12 }, (_, k) => layer.delta[k * 5 + 2]);
        const own = [layer.outputs[row * 5 + 2], layer.delta[row * 5 + 2]];
        const all = [Math.hypot(...column), column.filter((delta) => delta < 0).length];
        expect(values).toEqual((i === 0 ? own : all).map((value) => significant(value)));
      }),
    );
    // Another output at that step is not the wanted one, and the rest has no output of its own.
    expect(figure.readCell!((row + 1) % 12, 2).head).not.toContain('wanted');
    expect(deltaMaps(source, { rows: '8' }).readCell!(8, 0).head).toBe('t = 1, output the 4 others');
    expect(outputOfCell(source, { rows: '8' }, { row: 8, column: 0 })).toEqual({ t: 1, output: null });
  });

  it('is the name and the value of every map where a figure says nothing more', () => {
    const map = mapOf([1, 2, 3, NaN], 2);
    expect(cellReadout({}, [map], { row: 1, column: 0 })).toMatchObject({
      head: '1, 0',
      tables: [{ rows: [{ values: ['3'] }] }],
    });
    expect(cellReadout({}, [map], { row: 1, column: 1 })).toBeNull();
    expect(cellReadout({}, [map], { row: 2, column: 0 })).toBeNull();
  });

  it('keeps what was chosen while it is offered', () => {
    const [rows] = deltaMapChoices;
    expect(rows.options(source).map(({ id }) => id)).toEqual(['12']);
    const large = probeSourceOf(100, 5, 1);
    expect(chosenOption(rows, large, {})).toBe('40');
    expect(chosenOption(rows, large, { rows: '65' })).toBe('65');
    expect(chosenOption(rows, source, { rows: '65' })).toBe('12');
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
