import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { svgFiles } from '../../core/exports/figure-files.ts';
import { vegaLite } from '../../core/exports/vega-lite.ts';
import { onAxis } from '../../core/figures/domain.ts';
import { colourOf, ground, shareOf } from '../../core/figures/drawing/colours.ts';
import { csvCell, csvOf, tableOf } from '../../core/figures/csv.ts';
import type { Figure, FigureLook, LinesPanel } from '../../core/figures/figure.ts';
import { readoutAt } from '../../core/figures/drawing/readout.ts';
import { probeFigures } from '../../core/figures/gradients/probe-registry.ts';
import { html } from '../../core/figures/drawing/markup.ts';
import { scaleOf } from '../../core/figures/drawing/scales.ts';
import { pictureOf, standaloneSvg } from '../../core/figures/drawing/svg.ts';
import { cellWords } from '../../core/figures/drawing/svg-map.ts';
import { dashes, endLabels, endOf, lineOf } from '../../core/figures/drawing/svg-lines.ts';
import { registryInfos } from '../../core/layers/layer-info.ts';
import { htmlReport } from '../../core/reports/html/html.ts';
import type { ProbeReport } from '../../core/reports/probe/probe-data.ts';
import { probeFiles } from '../../core/reports/probe/probe-files.ts';
import { probeSource } from '../../core/reports/probe/probe-report.ts';
import { buildReport } from '../../core/reports/report.ts';
import { namedFigures } from '../../core/reports/report-figures.ts';
import { chartConfig } from '../../renderer/figures/chart-config.ts';
import { figureFile } from '../../renderer/figures/picture-file.ts';
import { mapPixels } from '../../renderer/figures/map-canvas.ts';
import { ordinaryFigures } from '../core/figures/every-figure.ts';
import { experimentSourceOf, probeSourceOf } from '../core/figures/sources.ts';
import { input } from '../core/reports/report-fixtures.ts';

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
const figures: readonly Figure[] = [...ordinaryFigures(), added()];

const numbers = (figure: Figure) =>
  new Set(
    [...figure.table.rows()].flatMap((row) => row.filter((cell) => typeof cell === 'number').map(csvCell)),
  );
const textOf = (pieces: Iterable<Uint8Array>) =>
  Array.from(pieces, (piece) => new TextDecoder().decode(piece)).join('');
const kinds = ['light', 'dark'] as const;
const linesOf = (figure: Figure) =>
  figure.panels.flatMap((panel): LinesPanel[] => (panel.kind === 'lines' ? [panel] : []));

/** What of a specification of Vega-Lite is looked at. */
interface VegaChannel {
  readonly scale?: { readonly domain: readonly unknown[]; readonly range: readonly unknown[] };
}
interface VegaView {
  readonly data?: { readonly values: readonly Readonly<Record<string, unknown>>[] };
  readonly mark?: string | VegaMark;
  readonly encoding?: Readonly<Partial<Record<'color' | 'strokeDash' | 'shape', VegaChannel>>>;
  readonly layer?: readonly VegaView[];
}
interface VegaMark {
  readonly type: string;
  readonly color?: string;
  readonly strokeDash?: readonly number[];
}
const markOf = ({ mark }: VegaView): VegaMark => (typeof mark === 'string' ? { type: mark } : mark!);
/** The layers that have a mark, each with the data that it draws. */
const layersOf = ({ layer, ...view }: VegaView): VegaView[] =>
  layer ? layer.flatMap((each) => layersOf({ data: view.data!, ...each })) : [view];
/** JSON has no NaN. */
const asJson = (value: number) => (Number.isFinite(value) ? value : null);

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
        for (const theme of kinds) {
          const [bars] = chartConfig(panel, figure.looks, theme).data.datasets;
          expect(bars.data.map(({ y }) => Math.round(Math.expm1(y)))).toEqual(Array.from(panel.counts));
          expect(bars.backgroundColor).toBe(figure.looks[panel.look][theme]);
        }
      } else if (panel.kind === 'dots') {
        const dots = chartConfig(panel, figure.looks, 'dark').data.datasets.filter(
          ({ label }) => label === 'value',
        );
        expect(dots.map(({ data }) => data[0].x)).toEqual(panel.rows.map(({ value }) => value));
        expect(dots.map(({ backgroundColor }) => backgroundColor)).toEqual(
          panel.rows.map(({ look }) => figure.looks[look].dark),
        );
        const drawn = (label: string) =>
          chartConfig(panel, figure.looks, 'light')
            .data.datasets.filter((set) => set.label === label)
            .map(({ data }) => data.map(({ x }) => x));
        expect(drawn('interval')).toEqual(panel.rows.map(({ low, high }) => [low, high]));
        expect(drawn('each')).toEqual(panel.rows.map(({ each }) => Array.from(each)));
      }
  });

  it('is exported and copied in the colours of the screen', () => {
    for (const theme of kinds) {
      const svg = theme === 'light' ? pictureOf(figure) : standaloneSvg(figure, { width: 1100, theme });
      for (const panel of linesOf(figure))
        for (const { look } of panel.series)
          expect(svg).toContain(
            `.curve.arm-${look},.cross.arm-${look},.ring.arm-${look},.line-mark.arm-${look},.interval.arm-${look}{stroke:${figure.looks[look][theme]}}`,
          );
      for (const panel of figure.panels)
        if (panel.kind === 'bars' || panel.kind === 'dots')
          for (const look of panel.kind === 'bars' ? [panel.look] : panel.rows.map(({ look }) => look))
            expect(svg).toContain(
              `.dot.arm-${look},.small-dot.arm-${look},.bar.arm-${look},.region.arm-${look},.line-mark.full.arm-${look}{fill:${figure.looks[look][theme]}}`,
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

  it('is a specification of Vega-Lite with all that it draws, in the same colours and dashes', () => {
    const json = (panel: number) =>
      (JSON.parse(JSON.stringify(vegaLite(figure))) as { vconcat: VegaView[] }).vconcat[panel];
    figure.panels.forEach((panel, i) => {
      if (panel.kind === 'map') return;
      const view = json(i);
      const drawn = layersOf(view);
      const { looks } = figure;
      if (panel.kind === 'bars') {
        expect(view.data!.values.map(({ count }) => count)).toEqual(Array.from(panel.counts));
        expect(markOf(view).color).toBe(looks[panel.look].light);
        return;
      }
      /** Name, colour and dash of each datum of a layer, as its scales have them. */
      const styles = ({ data, encoding }: VegaView) =>
        data!.values.map(({ arm }) => {
          const of = ({ scale }: VegaChannel) => scale!.range[scale!.domain.indexOf(arm)];
          return [of(encoding!.color!), encoding!.strokeDash && of(encoding!.strokeDash)];
        });
      const dashOf = (line: FigureLook['line']) => (line === 'solid' ? [1, 0] : dashes[line]);
      const ofKind = (type: string) => drawn.filter((layer) => markOf(layer).type === type);
      if (panel.kind === 'dots') {
        const [intervals] = ofKind('rule');
        expect(intervals.data!.values.map(({ value, low, high }) => [value, low, high])).toEqual(
          panel.rows.map(({ value, low, high }) => [value, low, high].map(asJson)),
        );
        expect(styles(intervals)).toEqual(
          panel.rows.map(({ look }) => [looks[look].light, dashOf(looks[look].line)]),
        );
        expect(ofKind('tick')[0].data!.values.map(({ value }) => value)).toEqual(
          panel.rows.flatMap(({ each }) => Array.from(each, asJson)),
        );
        return;
      }
      const { series, rules, marks, regions, y } = panel;
      const placed = (value: number) => (y.scale === 'log' && !(value > 0) ? null : asJson(value));
      const curves = ofKind('line');
      series.forEach(({ x, y: ys, low, high, look, weight }, line) => {
        const curve = curves[weight === 'fine' ? 0 : 1];
        const at = curve.data!.values.flatMap((datum, k) => (datum['line'] === line ? [k] : []));
        const own = at.map((k) => curve.data!.values[k]);
        expect(own.map((datum) => [datum['x'], datum['y'], datum['low'], datum['high']])).toEqual(
          Array.from(x, (_, k) => [
            asJson(x[k]),
            placed(ys[k]),
            ...[low, high].map((end) => placed(end?.[k] ?? NaN)),
          ]),
        );
        const all = styles(curve);
        for (const k of at) expect(all[k]).toEqual([looks[look].light, dashOf(lineOf(series[line], looks))]);
      });
      const crossing = ofKind('rule');
      expect(crossing.map(({ data }) => data!.values)).toEqual(
        rules.map(({ label, value }) => [{ label, value }]),
      );
      expect(crossing.map((layer) => [markOf(layer).color, markOf(layer).strokeDash])).toEqual(
        rules.map(({ kind }) =>
          kind === 'target' ? [ground('light')['accent'], undefined] : [ground('light')['muted'], [2, 4]],
        ),
      );
      const signs = ofKind('point').filter(({ encoding }) => encoding!.shape);
      expect(signs.flatMap(({ data }) => data!.values.map(({ kind, x, y: at }) => [kind, x, at]))).toEqual(
        marks.map((mark) => [mark.kind, mark.x, onAxis(mark.y, y)]),
      );
      expect(signs.flatMap(styles)).toEqual(marks.map(({ look }) => [looks[look].light, undefined]));
      const basins = ofKind('rect');
      expect(basins.flatMap(({ data }) => data!.values.map(({ low, high }) => [low, high]))).toEqual(
        regions.map(({ low, high }) => [low, high]),
      );
      expect(basins.flatMap(styles)).toEqual(regions.map(({ look }) => [looks[look].light, undefined]));
      expect(ofKind('text').flatMap(({ data }) => data!.values.map(({ text }) => text))).toEqual(
        endLabels(panel, looks).map(({ text }) => text),
      );
    });
  });

  it('has cells in figures with the words of the screen, in pictures of any width', () => {
    for (const panel of figure.panels)
      if (panel.kind === 'map' && panel.figures)
        for (const width of [900, 2400]) {
          const svg = standaloneSvg({ ...figure, panels: [panel] }, { width, theme: 'light' });
          const written = [...svg.matchAll(/class="on-(?:dark|light)"[^>]*>([^<]*)</g)];
          expect(written.map(([, words]) => words.trim())).toEqual(Array.from(panel.values, cellWords));
        }
  });

  it('has every value that it draws in its table', () => {
    // A line of means over stretches of steps is made for the drawing.
    const condensed = (panel: LinesPanel) => panel.y.label.startsWith('share of clipped');
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
    for (const panel of figure.panels) {
      if (panel.kind === 'bars')
        for (const count of Array.from(panel.counts)) expect(all).toContain(csvCell(count));
      // Of a mean over seeds the table has the mean, or the value of every seed.
      if (panel.kind === 'dots')
        for (const { value, each } of panel.rows)
          expect(
            all.has(csvCell(value)) || Array.from(each).every((one) => all.has(csvCell(one))),
            String(value),
          ).toBe(true);
    }
    expect([...csvOf(figure.table)].join('').split('\r\n').length).toBeGreaterThan(1);
  });

  it('is copied with dots and bars where its axes say', () => {
    for (const panel of figure.panels) {
      const svg = pictureOf({ ...figure, panels: [panel] });
      if (panel.kind === 'bars') {
        const [, path] = /class="bar arm-\d+" d="([^"]*)"/.exec(svg)!;
        const tallest = Math.log1p(Math.max(1, ...Array.from(panel.counts)));
        const heights = Array.from(panel.counts).filter((count) => count > 0);
        expect([...path.matchAll(/v-([\d.]+)h/g)].map(([, height]) => height)).toEqual(
          heights.map((count) => ((Math.log1p(count) / tallest) * 64).toFixed(1)),
        );
      }
      if (panel.kind !== 'dots') continue;
      const [low, high] = panel.x.domain;
      const dots = [...svg.matchAll(/class="dot arm-(\d+)"\s+cx="([\d.]+)"/g)];
      const rows = panel.rows.filter(({ value }) => Number.isFinite(value));
      expect(dots.map(([, look]) => Number(look))).toEqual(rows.map(({ look }) => look));
      // Places are a tenth of a pixel exact, so those that are furthest apart tell the width of the plot.
      const share = (value: number) => (Math.min(high, Math.max(low, value)) - low) / (high - low);
      const places = dots.map(([, , at]) => Number(at));
      const furthest = rows.reduce(
        (best, { value }, i) => (share(value) > share(rows[best].value) ? i : best),
        0,
      );
      for (const [i, { value }] of rows.entries())
        expect(
          Math.abs(places[i] * share(rows[furthest].value) - places[furthest] * share(value)),
        ).toBeLessThan(0.11);
    }
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
      const named = endLabels(panel, figure.looks).map(({ full }) => full);
      for (const { label, value } of panel.rules)
        if (panel.y.scale === 'linear' || value > 0)
          expect(named.filter((each) => each === label)).toHaveLength(1);
    }
  });
});

describe('a report', () => {
  const report = buildReport(input({ experiment: source.experiment, runs: source.runs }));
  const named = namedFigures(report);
  const page = htmlReport(report);

  /** The curves of each plot of a figure on the page, as their points, with the size of the plot. */
  const plotsOf = (title: string) => {
    const from = page.indexOf(`aria-label="${html`${title}`.markup}`);
    const drawn = from < 0 ? '' : page.slice(from, page.indexOf('</div>', from));
    return [...drawn.matchAll(/<svg\s+width="([\d.]+)"\s+height="(\d+)"\s*>([^]*?)<\/svg>/g)].map(
      ([, width, height, plot]) => ({
        width: Number(width),
        height: Number(height),
        curves: [...plot.matchAll(/class="curve [^"]*"\s+d="([^"]*)"/g)].map(([, path]) =>
          [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
        ),
      }),
    );
  };

  it('has the values of its figures on its page, each where the axes say', () => {
    const found = named.filter(
      ({ figure }) => linesOf(figure).length > 0 && plotsOf(figure.title).length > 0,
    );
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['convergence-bitsPerCharacter', 'differences-1', 'over-training', 'own-loss']),
    );
    for (const { figure } of found) {
      const plots = plotsOf(figure.title);
      expect(plots).toHaveLength(linesOf(figure).length);
      linesOf(figure).forEach((panel, i) => {
        const { width, height, curves } = plots[i];
        const [x, y] = [scaleOf(panel.x, [0, width], 84), scaleOf(panel.y, [height, 0], 36)];
        const places = panel.series.map((series) =>
          Array.from(series.y, (value, k) => [x.at(series.x[k]), y.at(value)]).filter((at) =>
            at.every(Number.isFinite),
          ),
        );
        expect(curves.map((points) => points.length)).toEqual(places.map((points) => points.length));
        // Paths have one decimal, and so has the width of the plot.
        const flat = places.flat(2);
        const off = curves.flat(2).map((at, k) => Math.abs(at - flat[k]));
        expect(Math.max(0, ...off)).toBeLessThan(0.11);
      });
    }
  });

  it('is archived in the pictures that the cards export', async () => {
    const archived = svgFiles(report);
    expect(archived).toHaveLength(named.length);
    for (const [i, { name, figure }] of named.entries()) {
      const { bytes } = await figureFile(name, 'svg', figure, figure);
      expect(archived[i].path).toBe(`figures/${name}.svg`);
      expect(textOf(archived[i].pieces())).toBe(new TextDecoder().decode(bytes));
    }
  });
});

describe('the files of `probe`', () => {
  const { clipping, units } = probe;
  const report: ProbeReport = {
    ...{ labVersion: '0.1.0', experiment: null, layers: [], fault: null, clipping },
    outputLayers: registryInfos,
    text: { name: 'a text', sha256: '', characters: 600 },
    weights: { kind: 'initial', layer: 'softmax-cross-entropy', clamp: null, seed: 1, steps: 0, file: null },
    probe: probe.probe,
    units: { ...units, others: 0 },
    checks: probe.probe.layers.map(() => ({ refusal: { code: 'internal', message: '', next: '' } })),
  };
  const files = new Map(Array.from(probeFiles(report), ({ name, pieces }) => [name, textOf(pieces)]));

  it.each(Object.entries(probeFigures))('have the values and the picture of the card: %s', (id, { draw }) => {
    const { table } = draw(probe, {});
    const [heads, ...rows] = Papa.parse<string[]>(files.get(`${id}.csv`)!.trimEnd()).data;
    expect(heads).toEqual([...table.columns]);
    const shown = [...table.rows()];
    const numeric = (of: readonly (readonly unknown[])[]) =>
      of.map((row, i) => row.filter((_, k) => typeof shown[i]?.[k] === 'number').map((cell) => String(cell)));
    expect(rows).toHaveLength(shown.length);
    expect(numeric(rows)).toEqual(numeric(shown.map((row) => row.map(csvCell))));
    expect(files.get(`${id}.svg`)).toBe(pictureOf(draw(probeSource(report), {})));
  });

  it('have in probe.json the δ that the maps paint', () => {
    const written = JSON.parse(files.get('probe.json')!) as { probe: { layers: { delta: number[] }[] } };
    const maps = probeFigures['delta-maps'].draw(probe, {}).panels;
    expect(maps).toHaveLength(5);
    maps.forEach((panel, i) =>
      expect(panel.kind === 'map' && Array.from(panel.values)).toEqual(written.probe.layers[i].delta),
    );
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

it('sums in the last row of a map what the table has of all outputs that have no row', () => {
  const steps = 6;
  const { draw } = probeFigures['delta-maps'];
  const figure = draw(probeSourceOf(100, steps, 3), {});
  const maps = figure.panels.filter((panel) => panel.kind === 'map');
  expect(maps).toHaveLength(3);
  const deltas = [...figure.table.rows()].map((row) => [Number(row[1]), Number(row.at(-1))] as const);
  const ofLayer = deltas.length / maps.length;
  for (const [layer, { values, rows }] of maps.entries()) {
    expect(rows.at(-1)).toMatch(/^Σ of 35$/);
    for (let t = 0; t < steps; t++) {
      let all = 0;
      for (const [step, delta] of deltas.slice(layer * ofLayer, (layer + 1) * ofLayer))
        if (step === t + 1) all += delta;
      let shown = 0;
      for (let row = 0; row < rows.length - 1; row++) shown += values[row * steps + t];
      const rest = values[(rows.length - 1) * steps + t];
      expect(Math.abs(rest)).toBeGreaterThan(1e-6);
      expect(rest).toBeCloseTo(all - shown, 9);
    }
  }
});
