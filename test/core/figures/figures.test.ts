import { describe, expect, it } from 'vitest';
import {
  colourOf,
  contrast,
  ground,
  readable,
  shareOf,
  valueAt,
} from '../../../core/figures/drawing/colours.ts';
import { curveDomain } from '../../../core/figures/domain.ts';
import type { Figure, LinesPanel, LineSeries, MapScale } from '../../../core/figures/figure.ts';
import { shownAmong } from '../../../core/words/number-format.ts';
import { probeFigures } from '../../../core/figures/gradients/probe-registry.ts';
import { scaleOf } from '../../../core/figures/drawing/scales.ts';
import { pageSvg, standaloneSvg } from '../../../core/figures/drawing/svg.ts';
import { csvOf, tableOf } from '../../../core/figures/csv.ts';
import { fitted, inRows, spread, textWidth, twoLines, wrapped } from '../../../core/figures/drawing/text.ts';
import { experimentSourceOf, lookOf, probeSourceOf, reportFiguresOf } from './sources.ts';

const line = (y: readonly number[], change: Partial<LineSeries> = {}): LineSeries => ({
  look: 0,
  weight: 'strong',
  x: y.map((_, i) => i * 10),
  y,
  ...change,
});

const figureOf = (series: readonly LineSeries[], change: Partial<LinesPanel> = {}): Figure => ({
  id: 'a-figure',
  title: 'A figure',
  subtitle: 'what it rests on',
  notes: [],
  looks: [lookOf(0, 'first <b>arm</b>'), lookOf(1, 'second arm'), lookOf(2, 'third arm')],
  across: 1,
  panels: [
    {
      kind: 'lines',
      title: '',
      x: { label: 'training steps', scale: 'linear', domain: [0, 100], whole: true },
      y: { label: 'bits', scale: 'linear', domain: curveDomain(series, { scale: 'linear' }) },
      series,
      rules: [],
      marks: [],
      regions: [],
      ...change,
    },
  ],
  table: tableOf(['x', 'y'], () => [[1, 2]]),
});

const drawn = (figure: Figure, width = 720) => standaloneSvg(figure, { width, theme: 'light' });

describe('the range of an axis', () => {
  const flat = Array.from({ length: 21 }, () => 3);

  it('is that of the curves after their first tenth', () => {
    const falling = line([12, 7, 4, ...Array.from({ length: 18 }, (_, i) => 3.5 - 0.02 * i)]);
    const [low, high] = curveDomain([falling], { scale: 'linear' });
    expect(high).toBeLessThan(4.5);
    expect(high).toBeGreaterThan(4);
    expect(low).toBeLessThan(3.16);
    expect(curveDomain([falling], { scale: 'linear', all: true })[1]).toBeGreaterThan(12);
  });

  it('is never set by one arm that has left all others behind', () => {
    const good = [3.2, 3.1, 3].map((level) => line(flat.map((y) => y - 3 + level)));
    const [, high] = curveDomain([...good, line(flat.map((_, i) => 10 * i))], { scale: 'linear' });
    expect(high).toBeLessThan(4);
  });

  it('keeps to the bounds of a quantity and covers what it must', () => {
    expect(curveDomain([line([0.5, 0, 0.01])], { scale: 'linear', bounds: [0, 1] })[0]).toBe(0);
    expect(curveDomain([line(flat)], { scale: 'linear', include: [0] })[0]).toBeLessThanOrEqual(0);
  });

  it('is not pressed flat by the interval of two seeds', () => {
    const wide = line([2, 3, 2, 3], { low: [-100, -100, -100, -100], high: [100, 100, 100, 100] });
    const [low, high] = curveDomain([wide], { scale: 'linear' });
    expect(high - low).toBeLessThan(2);
  });

  it('exists without any value', () => {
    expect(curveDomain([], { scale: 'linear' })).toEqual([0, 1]);
    expect(curveDomain([line([NaN, NaN])], { scale: 'log' })).toEqual([0.1, 10]);
  });
});

describe('axes', () => {
  const ticks = (domain: readonly [number, number], scale: 'linear' | 'log' = 'linear', whole = false) =>
    scaleOf({ label: '', scale, domain, whole }, [0, 600], 60).ticks.map(({ label }) => label);

  it('have round ticks with as many decimals as they need', () => {
    expect(ticks([0, 1])).toContain('0.4');
    expect(ticks([2000, 8000])).toContain('4\u00a0000');
    expect(ticks([-1, 1])).toContain('−0.4');
  });

  it('have no half steps', () => {
    expect(ticks([0, 1], 'linear', true)).toEqual(['0', '1']);
  });

  it('have whole powers of ten, or what lies between where there are fewer than two', () => {
    expect(ticks([1e-6, 1], 'log')).toEqual(['1e−6', '1e−5', '0.0001', '0.001', '0.01', '0.1', '1']);
    expect(ticks([2, 8], 'log').length).toBeGreaterThan(1);
    expect(ticks([0.2, 1.2], 'log')).toEqual(['0.2', '0.5', '1']);
    expect(scaleOf({ label: '', scale: 'log', domain: [1, 10] }, [0, 10], 5).at(0)).toBeNaN();
  });
});

describe('figures of values', () => {
  it('tell values that differ apart', () => {
    for (const [a, b] of [
      [3.2412, 3.2409],
      [0.001, 0.0014],
      [1200, 1201],
      [-0.5, 0.5],
    ] as const)
      expect(shownAmong(a, [a, b])).not.toBe(shownAmong(b, [a, b]));
    expect(shownAmong(3.07, [3.07, 6.02])).toBe('3.07');
    expect(shownAmong(NaN, [1])).toBe('–');
    expect(shownAmong(-2.5, [3])).toBe('−2.50');
  });
});

describe('colours', () => {
  it('are blue below 0 and orange above in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      const [red, , blue] = colourOf(-1, theme);
      expect(blue).toBeGreaterThan(red);
      const [r, , b] = colourOf(1, theme);
      expect(r).toBeGreaterThan(b);
    }
  });

  it('come from shares that lead back to their values', () => {
    const scales: MapScale[] = [
      { kind: 'linear', low: -2, high: 2, label: '' },
      { kind: 'root', low: -2, high: 2, label: '' },
    ];
    for (const scale of scales)
      for (const value of [-2, -0.3, 0, 0.01, 1.9])
        expect(valueAt(shareOf(value, scale), scale)).toBeCloseTo(value, 12);
    expect(shareOf(5, scales[0])).toBe(1);
    const log: MapScale = { kind: 'log', low: 1e-4, high: 1, label: '' };
    expect(shareOf(1e-4, log)).toBeGreaterThan(shareOf(1, log));
    expect(valueAt(0.5, log)).toBeCloseTo(1e-2, 12);
    expect(shareOf(NaN, log)).toBeNaN();
  });

  it('of names can be read on the panels of both themes', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const colour of ['#E69F00', '#56B4E9', '#009E73', '#CC79A7', '#D55E00', '#8A7BD1', '#0072B2'])
        expect(contrast(readable(colour, theme), ground(theme)['panel'])).toBeGreaterThanOrEqual(4.5);
    expect(readable('#0072B2', 'light')).toBe('#0072b2');
  });
});

it('says of δ against z that a loss is not defined only where a line is missing', () => {
  const source = probeSourceOf(6, 4, 2);
  const { draw } = probeFigures['delta-against-z'];
  const words = 'No line: the loss is not defined there.';
  expect(draw(source, {}).notes).not.toContain(words);
  const [first, ...others] = source.units.isTarget;
  const isTarget = [{ ...first, delta: first.delta.map((value, i) => (i < 3 ? NaN : value)) }, ...others];
  expect(draw({ ...source, units: { ...source.units, isTarget } }, {}).notes).toContain(words);
});

describe('text', () => {
  it('is cut where it does not fit and broken between words', () => {
    const text = 'a rather long name of an output layer';
    const cut = fitted(text, 90);
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut)).toBeLessThanOrEqual(90);
    expect(fitted(text, 1000)).toBe(text);
    const lines = wrapped(text, 90);
    expect(lines.join(' ')).toBe(text);
    for (const each of lines) expect(textWidth(each)).toBeLessThanOrEqual(90);
    expect(wrapped('中'.repeat(40), 100).join('')).toBe('中'.repeat(40));
  });

  it('is moved apart within the ends it is given', () => {
    const places = spread([10, 11, 12, 100], 16, 0, 100);
    const sorted = [...places].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(16);
    expect(Math.max(...places)).toBeLessThanOrEqual(100);
  });

  it('has two lines where one is too short, and a difference a line for each name', () => {
    const long = (name: string) => `a rather long ${name} of an output layer`;
    expect(twoLines('a − b', 90)).toEqual(['a − b']);
    const [first, second] = twoLines(`${long('name')} − ${long('second name')}`, 90);
    expect(first).toMatch(/^a rather.*…$/);
    expect(second).toMatch(/^− a rather.*…$/);
    expect(twoLines(long('name'), 150)).toEqual(['a rather long name of', 'an output layer']);
  });

  it('stands in rows that fit', () => {
    expect(inRows([60, 60, 60], 130)).toEqual([
      { x: 0, row: 0 },
      { x: 60, row: 0 },
      { x: 0, row: 1 },
    ]);
  });
});

describe('the picture of curves', () => {
  it('names every curve with its last value at its end, and shows names as text', () => {
    const svg = drawn(figureOf([line([5, 4, 3.25]), line([6, 5, 4.5], { look: 1 })]));
    expect(svg).toContain('3.25');
    expect(svg).toContain('second arm');
    expect(svg).toContain('first &lt;b&gt;arm&lt;/b&gt;');
    expect(svg).not.toContain('<b>');
  });

  it('is as high as the names at its ends need, and leaves the figures of the x axis alone', () => {
    const looks = Array.from({ length: 30 }, (_, i) => lookOf(i, `layer ${i}`));
    const svg = drawn({ ...figureOf(looks.map((_, look) => line([5, 4, 3], { look }))), looks }, 600);
    const height = Number(/<svg\s+width="[\d.]+"\s+height="(\d+)"/.exec(svg)![1]);
    // Before them stands what lies above the axis.
    const names = [...svg.matchAll(/class="name arm-\d+"\s+x="[\d.]+"\s+y="([\d.]+)"/g)]
      .map(([, y]) => Number(y))
      .slice(-30);
    expect(Math.max(...names)).toBeLessThanOrEqual(height);
    const sorted = [...names].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(15.9);
  });

  it('has a legend in place of names where there is no room for them', () => {
    expect(drawn(figureOf([line([5, 4])]), 360)).toContain('first &lt;b&gt;arm');
  });

  it('says with its value what lies outside the axis', () => {
    const svg = drawn(figureOf([line([30, ...Array.from({ length: 30 }, () => 3), 2.9])]));
    expect(svg).toMatch(/▲ first &lt;b&gt;arm&lt;\/b&gt; starts at 30\.0+</);
  });

  it('draws a point between two gaps, on a logarithmic axis too', () => {
    const dotted = drawn(figureOf([line([NaN, 3, NaN, 4, 5])]));
    expect(dotted.match(/<circle/g)).toHaveLength(1);
    const y = { label: 'norm', scale: 'log', domain: [0.1, 10] } as const;
    expect(drawn(figureOf([line([0, 3, 0, -1, 5])], { y })).match(/<circle/g)).toHaveLength(2);
  });

  it('says that nothing was measured', () => {
    expect(drawn(figureOf([]))).toContain('nothing was measured');
    expect(drawn(figureOf([line([NaN])]))).toContain('nothing was measured');
  });

  it('is one XML document without anything that is loaded or run', () => {
    const svg = drawn(figureOf([line([5, 4])]));
    expect(svg.startsWith('<?xml')).toBe(true);
    expect(svg).not.toMatch(/<script|href=|url\(|@import/);
  });
});

describe('figures of a probe', () => {
  it('draws every layer and table the very values of the probe', () => {
    const source = probeSourceOf(12, 25, 5);
    for (const [id, { draw }] of Object.entries(probeFigures)) {
      const figure = draw(source, {});
      expect(figure.id).toBe(id);
      for (const row of figure.table.rows()) expect(row).toHaveLength(figure.table.columns.length);
    }
    const maps = probeFigures['delta-maps'].draw(source, {});
    const first = source.probe.layers[0];
    if (first.refusal !== null) throw new Error('linear + quadratic is defined everywhere.');
    const deltas = [...maps.table.rows()]
      .filter(([layer]) => layer === 'linear-quadratic')
      .map((row) => row.at(-1));
    expect(deltas).toEqual([...first.delta.subarray(0, 12 * 25)]);
    const panel = maps.panels[0];
    expect(panel.kind === 'map' && [...(panel.values as Float64Array)]).toEqual([...first.delta]);
  });

  it('says which layer it does not draw, and why', () => {
    const source = probeSourceOf(12, 25, 6);
    const refused = source.probe.layers.findIndex(({ refusal }) => refusal !== null);
    expect(refused).toBeGreaterThanOrEqual(0);
    expect(probeFigures['delta-maps'].draw(source, {}).notes.join(' ')).toContain(
      source.looks[refused].label,
    );
  });

  it('folds thousands of outputs into one row', () => {
    const maps = probeFigures['delta-maps'].draw(probeSourceOf(300, 10, 1), {});
    const panel = maps.panels[0];
    expect(panel.kind === 'map' && panel.rows).toHaveLength(66);
    expect(panel.kind === 'map' && panel.rows.at(-1)).toBe('Σ of 235');
  });
});

describe('the table of a figure', () => {
  it('comes out as CSV with raw values and quoted text', () => {
    const table = tableOf(['name', 'value'], () => [
      ['=1+1', 0.1],
      ['a,"b"', NaN],
    ]);
    expect([...csvOf(table)].join('')).toBe('name,value\r\n\'=1+1,0.1\r\n"a,""b""",NaN\r\n');
  });
});

describe('the table of own losses', () => {
  it('has every point of the thin lines and of their bands', () => {
    const [, { panels, table }] = reportFiguresOf(experimentSourceOf(4)).find(([id]) => id === 'own-loss')!;
    const cells = new Set([...table.rows()].flat());
    const thin = panels
      .flatMap((panel) => (panel.kind === 'lines' ? panel.series : []))
      .filter(({ low }) => low);
    expect(thin).toHaveLength(4);
    for (const { x, y, low, high } of thin)
      for (const column of [x, y, low!, high!])
        for (const value of Array.from(column)) expect(cells).toContain(value);
  });
});

describe('lines without colour', () => {
  /** Strong lines of the plots: style and mark, as `solid/M-3.5…`, by their looks. */
  const linesOf = (markup: string) => {
    const marks = new Map(
      [...markup.matchAll(/class="line-mark( full)? arm-(\d+)"[^>]*? d="([^"]*)"/g)].map(
        ([, full, look, d]) => [look, `${d}${full ?? ''}`],
      ),
    );
    return new Map(
      [...markup.matchAll(/class="curve strong arm-(\d+)( dashed| dotted)?"/g)].map(([, look, style]) => [
        look,
        `${style ?? 'solid'}/${marks.get(look) ?? 'no mark'}`,
      ]),
    );
  };

  it.each([340, 480])('are told apart in every figure of a report %i px wide', (width) => {
    let several = 0;
    for (const [id, figure] of reportFiguresOf(experimentSourceOf(4)))
      for (const panel of figure.panels) {
        const lines = linesOf(pageSvg({ ...figure, panels: [panel] }, width).markup);
        if (lines.size > 1) several++;
        expect(new Set(lines.values()).size, id).toBe(lines.size);
      }
    expect(several).toBeGreaterThan(1);
  });

  const level = (look: number) => line([3, 3, 3, 3, 3, 3, 3, 3], { look });
  const shapesOf = (markup: string, kind: string) =>
    [...markup.matchAll(new RegExp(`class="(${kind}[^"]*)"[^>]*? d="([^"]*)"`, 'g'))].map(([, kind, d]) => ({
      kind: kind.replace(/ ?arm-\d+/, ''),
      d,
    }));

  it('have marks of their own, twelve of them, and none that looks like a sign at a point', () => {
    const looks = Array.from({ length: 12 }, (_, i) => lookOf(i, `layer ${i}`));
    const signs = (['cross', 'ring'] as const).map((kind) => ({ look: 0, x: 10, y: 3, kind }));
    const svg = drawn({
      ...figureOf(
        looks.map((_, i) => level(i)),
        { marks: signs },
      ),
      looks,
    });
    const own = shapesOf(svg, 'line-mark');
    expect(new Set(own.map(({ kind, d }) => kind + d)).size).toBe(12);
    const closed = /^M[-\d. LHV]+Z$/;
    for (const { d } of own) expect(d).toMatch(closed);
    const others = shapesOf(svg, '(?:cross|ring) ');
    expect(others).toHaveLength(2);
    for (const { d } of others) expect(d).not.toMatch(closed);
  });

  it('have all their marks in the stretch in sight', () => {
    const long = Array.from({ length: 101 }, () => 3);
    const both = [line(long), line(long, { look: 1 })];
    const near = figureOf(both, { x: { label: 'step', scale: 'linear', domain: [900, 1000] } });
    const places = [...drawn(near).matchAll(/class="line-mark arm-0"\s+transform="translate\(([-\d.]+)/g)];
    expect(places).toHaveLength(4);
    for (const [, x] of places) expect(Number(x)).toBeGreaterThanOrEqual(0);
  });
});
