import { colourOf, ground, valueAt } from '../figures/drawing/colours.ts';
import { compact } from '../words/compact.ts';
import type {
  BarsPanel,
  DotsPanel,
  Figure,
  FigureAxis,
  FigureLook,
  LinesPanel,
  MapPanel,
} from '../figures/figure.ts';

type Spec = Readonly<Record<string, unknown>>;

const schema = 'https://vega.github.io/schema/vega-lite/v5.json';

const channel = (field: string, { label, scale, domain }: FigureAxis): Spec => ({
  field,
  type: 'quantitative',
  title: label,
  scale:
    scale === 'log'
      ? { type: 'log', domain: [...domain] }
      : { type: 'linear', domain: [...domain], zero: false },
});

/** Colours and dashes by the name of a look, as the lab draws them. */
function byLook(looks: readonly FigureLook[]): Spec {
  const names = looks.map(({ label }) => label);
  const dashes = { solid: [1, 0], dashed: [7, 5], dotted: [2, 3] };
  return {
    color: {
      field: 'arm',
      type: 'nominal',
      title: null,
      scale: { domain: names, range: looks.map(({ light }) => light) },
    },
    strokeDash: {
      field: 'arm',
      type: 'nominal',
      title: null,
      scale: { domain: names, range: looks.map(({ line }) => dashes[line]) },
    },
  };
}

/** What pictures take of paper, and the colours of their maps. */
const paper = ground('light');
const shade = (share: number) => `rgb(${colourOf(share, 'light').join(',')})`;

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function lines({ title, x, y, series, rules }: LinesPanel, looks: readonly FigureLook[]): Spec {
  const values = series.flatMap((each, line) =>
    Array.from({ length: each.x.length }, (_, i) => ({
      arm: each.name ?? looks[each.look].label,
      line,
      fine: each.weight === 'fine',
      x: each.x[i],
      y: finite(each.y[i]),
      low: finite(each.low?.[i]),
      high: finite(each.high?.[i]),
    })),
  );
  const colours = byLook(looks);
  return {
    title,
    width: 640,
    height: 320,
    data: { values },
    layer: [
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'area', opacity: 0.2, clip: true },
        encoding: {
          x: channel('x', x),
          y: channel('low', y),
          y2: { field: 'high' },
          color: colours['color'],
          detail: { field: 'line' },
        },
      },
      {
        transform: [{ filter: 'datum.fine' }],
        mark: { type: 'line', strokeWidth: 1, opacity: 0.5, clip: true },
        encoding: {
          x: channel('x', x),
          y: channel('y', y),
          color: colours['color'],
          detail: { field: 'line' },
        },
      },
      {
        transform: [{ filter: '!datum.fine' }],
        mark: { type: 'line', strokeWidth: 2.2, clip: true },
        encoding: { x: channel('x', x), y: channel('y', y), ...colours, detail: { field: 'line' } },
      },
      ...rules.map(({ label, value }) => ({
        data: { values: [{ value, label }] },
        mark: { type: 'rule', strokeDash: [2, 4], color: paper['muted'], clip: true },
        encoding: { y: channel('value', y), tooltip: { field: 'label' } },
      })),
    ],
  };
}

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
  const { color } = byLook(looks);
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
          { mark: 'rule', encoding: { y, x: channel('low', x), x2: { field: 'high' }, color } },
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
  };
}
