import { curves, lineClass } from './chart-curves.ts';
import { legendPlaces } from './chart-labels.ts';
import type { Scales, Tick } from './chart-scales.ts';
import { html, styleSheet, type Html } from './html-template.ts';
import type { LayerLook } from './probe-report.ts';
import type { ChartSeries } from './svg-chart.ts';

/** Plain colours, no variables: drawing programs read them too. Generic families: nothing is loaded. */
const sheet = `
text{font:12px sans-serif;fill:#1b2027}
.title{font-size:15px;font-weight:600}
.note,.tick,.axis-title{fill:#5b6672}
.strong{font-weight:600}
.small{font-size:10px}
.mono{font:8px monospace}
.grid{stroke:#e9ecf0}
.axis{stroke:#5b6672;fill:none}
.baseline{stroke:#5b6672;stroke-dasharray:2 4;fill:none}
.curve{fill:none;stroke-width:2;stroke-linejoin:round}
.dashed{stroke-dasharray:7 5}
.dotted{stroke-dasharray:2 3}
.band{display:none}`;

/** The colours of our own making, one class per layer; no text from outside enters a style sheet. */
const colours = (looks: readonly LayerLook[]): string =>
  looks.map(({ light }, i) => `.curve.arm-${i},.arm-${i} .curve{stroke:${light}}`).join('');

/** An SVG that stands on its own: a file of its own, light, with its own style. */
export function standaloneSvg(
  title: string,
  width: number,
  height: number,
  looks: readonly LayerLook[],
  body: Html,
): string {
  const size = `${Math.ceil(width)} ${Math.ceil(height)}`;
  const [w, h] = size.split(' ') as [string, string];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${size}" role="img">
      <title>${title}</title>
      ${styleSheet(sheet + colours(looks))}
      <rect width="${w}" height="${h}" fill="#ffffff" />
      ${body}
    </svg>`.markup
  }\n`;
}

export const headHeight = 44;
const rowHeight = 18;

/** Title and note of a picture. */
export const heading = (title: string, note: string): Html =>
  html`<text class="title" x="20" y="24">${title}</text><text class="note" x="20" y="42">${note}</text>`;

/** The legend of the layers that are drawn, in as many rows as it needs; answers with its height. */
export function legend(
  series: readonly ChartSeries[],
  top: number,
  width: number,
): { readonly markup: Html; readonly height: number } {
  const places = legendPlaces(series, width - 40);
  const markup = html`${places.map(
    ({ series: each, x, row }) =>
      html`<g class="arm-${each.arm}" transform="translate(${20 + x} ${top + row * rowHeight})">
        <path class="${lineClass(each)}" d="M0 0H26" />
        <text x="34" y="4">${each.label}</text>
      </g>`,
  )}`;
  return { markup, height: ((places.at(-1)?.row ?? 0) + 1) * rowHeight };
}

export interface Panel {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly scales: Scales;
  readonly series: readonly ChartSeries[];
  /** Dotted line across the plot, with its name above it. */
  readonly baseline: { readonly value: number; readonly label: string } | null;
}

/** Where the plot of a panel stands, in the picture. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const xMark = ({ place, label }: Tick, height: number): Html =>
  html`<path class="axis" d="M${place.toFixed(1)} ${height}v5" />
    <text class="tick" x="${place.toFixed(1)}" y="${height + 19}" text-anchor="middle">${label}</text>`;

const yMark = ({ place, label }: Tick, width: number): Html =>
  html`<path class="grid" d="M0 ${place.toFixed(1)}H${width}" />
    <text class="tick" x="-8" y="${(place + 4).toFixed(1)}" text-anchor="end">${label}</text>`;

/** One plot: grid, axes with titles, curves cut off at its edges. */
export function panel({ title, xTitle, yTitle, scales, series, baseline }: Panel, at: Place): Html {
  const { left, top, width, height } = at;
  return html`<g transform="translate(${left} ${top})">
    <text class="strong" x="0" y="-26">${title}</text>
    <text class="axis-title" x="0" y="-9">${yTitle}</text>
    ${scales.yTicks.map((tick) => yMark(tick, width))} ${scales.xTicks.map((tick) => xMark(tick, height))}
    <path class="axis" d="M0 ${height}H${width}" />
    <text class="axis-title" x="${width / 2}" y="${height + 38}" text-anchor="middle">${xTitle}</text>
    ${
      baseline &&
      html`<path class="baseline" d="M0 ${scales.y(baseline.value).toFixed(1)}H${width}" />
        <text class="tick" x="${width}" y="${(scales.y(baseline.value) - 5).toFixed(1)}" text-anchor="end">
          ${baseline.label}
        </text>`
    }
    <svg width="${width}" height="${height}">${curves(series, scales)}</svg>
  </g>`;
}
