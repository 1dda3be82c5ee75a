import { colourOf, valueAt } from '../figures/drawing/colours.ts';
import type { BarsPanel, DotsPanel, Figure, FigureLook, MapPanel } from '../figures/figure.ts';
import { compact } from '../words/compact.ts';
import { byName, channel, finite, lines, paper, type Spec } from './vega-lines.ts';

const schema = 'https://vega.github.io/schema/vega-lite/v5.json';

const byLook = (looks: readonly FigureLook[]) => {
  const names = looks.map(({ label }) => label);
  return byName(new Map(looks.map(({ label, light, line }) => [label, { colour: light, line }])), names);
};

/** Colours of maps, as on paper. */
const shade = (share: number) => `rgb(${colourOf(share, 'light').join(',')})`;

function bars({ title, note, x, counts, look }: BarsPanel, looks: readonly FigureLook[]): Spec {
  const [low, high] = x.domain;
  const width = (high - low) / Math.max(1, counts.length);
  return {
    title: { text: title, subtitle: note },
    width: 240,
    height: 160,
    data: {
      values: Array.from({ length: counts.length }, (_, i) => ({
        from: low + i * width,
        to: low + (i + 1) * width,
        count: counts[i],
      })),
    },
    mark: { type: 'bar', color: looks[look].light },
    encoding: {
      x: { ...channel('from', x), bin: { binned: true } },
      x2: { field: 'to' },
      y: { field: 'count', type: 'quantitative', title: 'count', scale: { type: 'symlog' } },
    },
  };
}

function map({ title, note, xLabel, yLabel, rows, columns, values, colours }: MapPanel): Spec {
  return {
    title: { text: title, subtitle: note },
    data: {
      values: rows.flatMap((row, r) =>
        columns.map((column, c) => ({ row, r, column, c, value: finite(values[r * columns.length + c]) })),
      ),
    },
    mark: 'rect',
    encoding: {
      x: { field: 'column', type: 'ordinal', sort: { field: 'c' }, title: xLabel },
      y: { field: 'row', type: 'ordinal', sort: { field: 'r' }, title: yLabel },
      color: {
        field: 'value',
        type: 'quantitative',
        title: colours.label,
        scale:
          colours.kind === 'log'
            ? { type: 'log', range: [-0.06, -1].map(shade), domain: [colours.low, colours.high] }
            : {
                range: [-1, 0, 1].map(shade),
                domain: [-1, 0, 1].map((share) => valueAt(share, colours)),
                ...(colours.kind === 'root' && { type: 'sqrt' }),
              },
      },
    },
  };
}

function dots({ title, x, rows, strip }: DotsPanel, looks: readonly FigureLook[]): Spec {
  const named = rows.map((row, place) => ({ ...row, row: row.label, arm: looks[row.look].label, place }));
  const y = { field: 'row', type: 'ordinal', sort: { field: 'place' }, title: null };
  const { color, strokeDash } = byLook(looks);
  return {
    title,
    width: 480,
    layer: compact([
      strip && {
        data: { values: [{ low: strip[0], high: strip[1] }] },
        mark: { type: 'rect', color: paper['grid'] },
        encoding: { x: channel('low', x), x2: { field: 'high' } },
      },
      {
        data: {
          values: named.map(({ row, arm, low, high, value, place }) => ({
            row,
            arm,
            place,
            value: finite(value),
            low: finite(low),
            high: finite(high),
          })),
        },
        layer: [
          { mark: 'rule', encoding: { y, x: channel('low', x), x2: { field: 'high' }, color, strokeDash } },
          { mark: { type: 'point', filled: true, size: 60 }, encoding: { y, x: channel('value', x), color } },
        ],
      },
      {
        data: {
          values: named.flatMap(({ row, arm, place, each }) =>
            Array.from(each, (value) => ({ row, arm, place, value: finite(value) })),
          ),
        },
        mark: { type: 'tick', opacity: 0.4 },
        encoding: { y, x: channel('value', x), color },
      },
    ]),
  };
}

/** A figure as a specification of Vega-Lite 5 with its data inside. Its panels stand below each other. */
export function vegaLite({ title, subtitle, notes, looks, panels }: Figure): Spec {
  const drawn = panels.map((panel): Spec => {
    switch (panel.kind) {
      case 'lines':
        return lines(panel, looks);
      case 'bars':
        return bars(panel, looks);
      case 'map':
        return map(panel);
      case 'dots':
        return dots(panel, looks);
    }
  });
  return {
    $schema: schema,
    title: { text: title, subtitle: [subtitle, ...notes].filter((line) => line !== ''), anchor: 'start' },
    config: { font: 'Inter, sans-serif' },
    vconcat: drawn,
    // Each panel has names and colours of its own.
    resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
  };
}
