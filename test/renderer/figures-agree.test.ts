import { describe, expect, it } from 'vitest';
import { colourOf, ground, shareOf } from '../../core/figures/colours.ts';
import { csvCell, csvOf, tableOf } from '../../core/figures/csv.ts';
import type { Figure, LinesPanel } from '../../core/figures/figure.ts';
import { inSight, wholeSight } from '../../core/figures/in-sight.ts';
import { readoutAt } from '../../core/figures/readout.ts';
import { duelFigures, probeFigures } from '../../core/figures/registry.ts';
import { scaleOf } from '../../core/figures/scales.ts';
import { standaloneSvg } from '../../core/figures/svg.ts';
import { endLabels, endOf } from '../../core/figures/svg-lines.ts';
import { sweep } from '../../core/figures/sweep.ts';
import { chartConfig } from '../../renderer/figures/chart-config.ts';
import { mapPixels } from '../../renderer/figures/map-canvas.ts';
import {
  duelSourceOf,
  experimentSourceOf,
  probeSourceOf,
  reportFiguresOf,
  sweepSourceOf,
} from '../core/figures/sources.ts';

/** What screen, report, `probe`, CSV and copied picture make of one figure. A registry line more is a figure more here. */
const source = experimentSourceOf(4);
const probe = probeSourceOf(12, 25, 5);
const added = (): Figure => ({
  id: 'evaluations',
  title: 'Evaluations of each arm',
  subtitle: 'a card that a test adds',
  notes: [],
  looks: source.arms,
  across: 1,
  panels: [
    {
      kind: 'dots',
      title: '',
      x: { label: 'evaluations', scale: 'linear', domain: [0, 100], whole: true },
      rows: source.arms.map(({ id, label }, look) => {
        const value = source.runs.find(({ armId }) => armId === id)!.evaluations.length;
        return { label, look, value, low: value, high: value, each: [value] };
      }),
      strip: null,
    },
  ],
  table: tableOf(['arm', 'evaluations'], () =>
    source.arms.map(({ id, label }) => [
      label,
      source.runs.find(({ armId }) => armId === id)!.evaluations.length,
    ]),
  ),
});
const figures: readonly Figure[] = [
  ...reportFiguresOf(source).map(([, figure]) => figure),
  added(),
  ...Object.values(probeFigures).map((build) => build(probe)),
  ...Object.values(duelFigures).map((build) => build(duelSourceOf(3), 7)),
  sweep(sweepSourceOf(4)),
];

const numbers = (figure: Figure) =>
  new Set(
    [...figure.table.rows()].flatMap((row) => row.filter((cell) => typeof cell === 'number').map(csvCell)),
  );
const kinds = ['light', 'dark'] as const;
const linesOf = (figure: Figure) =>
  figure.panels.flatMap((panel): LinesPanel[] => (panel.kind === 'lines' ? [panel] : []));

describe.each(figures.map((figure) => [figure.id, figure] as const))('%s', (_, figure) => {
  it('is drawn on the screen value by value and colour by colour as it says', () => {
    for (const theme of kinds)
      for (const panel of linesOf(figure)) {
        const { data } = chartConfig(panel, figure.looks, theme);
        const curves = data.datasets.filter(
          ({ label }) => !['low', 'high', 'cross', 'ring'].includes(label!),
        );
        expect(curves).toHaveLength(panel.series.length);
        panel.series.forEach((series, i) => {
          const y = Array.from(series.y, (value) => (panel.y.scale === 'log' && !(value > 0) ? NaN : value));
          expect(curves[i].data.map((point) => [point.x, point.y])).toEqual(
            y.map((value, k) => [series.x[k], value]),
          );
          const colour = figure.looks[series.look][theme];
          if (series.weight === 'strong') expect(curves[i].borderColor).toBe(colour);
          expect(curves[i].backgroundColor).toBe(colour);
        });
      }
    for (const panel of figure.panels)
      if (panel.kind === 'map')
        for (const theme of kinds) {
          const pixels = mapPixels(panel, theme);
          Array.from(panel.values).forEach((value, i) => {
            const share = shareOf(value, panel.colours);
            const seen = Number.isNaN(share) ? [0, 0, 0, 0] : [...colourOf(share, theme), 255];
            expect([...pixels.subarray(4 * i, 4 * i + 4)]).toEqual(seen);
          });
        }
      else if (panel.kind === 'bars') {
        const [bars] = chartConfig(panel, figure.looks, 'light').data.datasets;
        expect(bars.data.map(({ y }) => Math.round(Math.expm1(y)))).toEqual(Array.from(panel.counts));
        expect(bars.backgroundColor).toBe(figure.looks[panel.look].light);
      } else if (panel.kind === 'dots') {
        const dots = chartConfig(panel, figure.looks, 'dark').data.datasets.filter(
          ({ label }) => label === 'value',
        );
        expect(dots.map(({ data }) => data[0].x)).toEqual(panel.rows.map(({ value }) => value));
        expect(dots.map(({ backgroundColor }) => backgroundColor)).toEqual(
          panel.rows.map(({ look }) => figure.looks[look].dark),
        );
      }
  });

  it('is the same picture in report, probe, export and clipboard, in the colours of the screen', () => {
    // What is copied and exported is what is in sight; the report and `probe` draw the figure itself.
    for (const theme of kinds) {
      const svg = standaloneSvg(inSight(figure, wholeSight), { width: 1100, theme });
      expect(svg).toBe(standaloneSvg(figure, { width: 1100, theme }));
      for (const panel of linesOf(figure))
        for (const { look } of panel.series)
          expect(svg).toContain(
            `.curve.arm-${look},.cross.arm-${look},.ring.arm-${look},.interval.arm-${look}{stroke:${figure.looks[look][theme]}}`,
          );
      expect(svg).toContain(`fill="${ground(theme)['panel']}"`);
      for (const panel of figure.panels)
        if (panel.kind === 'map') {
          const painted = [...Array.from(panel.values)]
            .map((value) => shareOf(value, panel.colours))
            .filter((share) => Math.abs(share) > 0.98)
            .map((share) => `rgb(${colourOf(Math.sign(share), theme).join(',')})`);
          for (const colour of new Set(painted)) expect(svg).toContain(colour);
        }
    }
  });

  it('has every value that it draws in its table', () => {
    // A line of means over stretches of steps is made for the drawing.
    const condensed = (panel: LinesPanel) =>
      figure.id === 'own-loss' || panel.y.label.startsWith('share of clipped');
    const all = numbers(figure);
    for (const panel of linesOf(figure))
      if (!condensed(panel) && figure.id !== 'learning-rate-sweep')
        for (const series of panel.series)
          if (series.weight === 'strong')
            for (const value of Array.from(series.y).filter(Number.isFinite))
              expect(all).toContain(csvCell(value));
    for (const panel of figure.panels)
      if (panel.kind === 'map' && figure.id !== 'cosines' && !panel.rows.at(-1)!.startsWith('Σ'))
        for (const value of Array.from(panel.values).filter((each) => !Number.isNaN(each)))
          expect(all).toContain(csvCell(value));
    expect([...csvOf(figure.table)].join('').split('\r\n').length).toBeGreaterThan(1);
  });

  it('is read with the value that is drawn', () => {
    for (const panel of linesOf(figure))
      for (const series of panel.series) {
        const end = series.weight === 'strong' ? endOf(series) : null;
        if (!end) continue;
        const { lines } = readoutAt(panel, figure.looks, end.x);
        expect(lines.some(({ look, y }) => look === series.look && y === end.y)).toBe(true);
      }
  });

  it('has axes, ticks and text of 12 px on the screen, and no label on data', () => {
    for (const panel of figure.panels) {
      if (panel.kind === 'map') continue;
      const { options } = chartConfig(panel, figure.looks, 'dark');
      const { x } = options.scales as Record<
        string,
        { min: number; max: number; ticks: { font: { size: number } } }
      >;
      expect([x.min, x.max]).toEqual([...panel.x.domain]);
      expect(x.ticks.font.size).toBeGreaterThanOrEqual(12);
      // Rules have no label of their own on the plot: names stand in the margin, once.
      if (panel.kind !== 'lines') continue;
      const { annotations } = options.plugins!.annotation as { annotations: readonly object[] };
      for (const annotation of annotations) expect(annotation).not.toHaveProperty('label');
      const scale = scaleOf(panel.y, [300, 0], 36);
      const named = endLabels(panel, figure.looks, scale, 300).map(({ full }) => full);
      for (const { label, value } of panel.rules)
        if (Number.isFinite(scale.at(value))) expect(named.filter((each) => each === label)).toHaveLength(1);
    }
  });
});

describe('what the screen draws of curves', () => {
  const panel: LinesPanel = {
    kind: 'lines',
    title: '',
    x: { label: 'x', scale: 'linear', domain: [0, 4] },
    y: { label: 'y', scale: 'log', domain: [0.1, 10] },
    series: [
      {
        look: 0,
        weight: 'strong',
        x: [0, 1, 2, 3, 4],
        y: [0, 3, -1, 2, 5],
        low: [1, 1, 1, 1, 1],
        high: [2, 4, 2, 3, 6],
      },
    ],
    rules: [
      { label: 'target', value: 3, kind: 'target' },
      { label: 'far', value: 300, kind: 'baseline' },
    ],
    marks: [{ look: 0, x: 2, y: 1e9, kind: 'cross' }],
    regions: [{ look: 0, low: 1, high: 2 }],
  };
  const config = chartConfig(panel, source.arms, 'dark');

  it('has a dot for a point between two gaps of a logarithmic axis', () => {
    const curve = config.data.datasets.find(({ label }) => label === '')!;
    expect(curve.data.map(({ y }) => y)).toEqual([NaN, 3, NaN, 2, 5]);
    expect(curve).toMatchObject({ pointRadius: [0, 3.5, 0, 0, 0] });
  });

  it('has bands behind, rules and regions within the axis alone, and marks at its edge where they lie beyond', () => {
    const [low, high] = config.data.datasets;
    expect([low.label, high.label]).toEqual(['low', 'high']);
    expect(high).toMatchObject({ fill: '-1' });
    const { annotations } = config.options.plugins!.annotation as unknown as {
      annotations: { type: string }[];
    };
    expect(annotations.map(({ type }) => type)).toEqual(['box', 'line']);
    expect(config.data.datasets.find(({ label }) => label === 'cross')!.data).toEqual([{ x: 2, y: 10 }]);
  });
});

describe('one sign, one colour', () => {
  it('is blue below 0 and orange above, in every map', () => {
    for (const panel of figures.flatMap(({ panels }) => panels)) {
      if (panel.kind !== 'map' || panel.colours.kind === 'log') continue;
      const pixels = mapPixels(panel, 'light');
      Array.from(panel.values).forEach((value, i) => {
        const [red, , blue] = pixels.subarray(4 * i, 4 * i + 3);
        if (value < -0.01) expect(blue).toBeGreaterThan(red);
        if (value > 0.01) expect(red).toBeGreaterThan(blue);
      });
    }
  });
});
