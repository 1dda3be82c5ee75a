import { area, line } from 'd3-shape';
import { html, type Html } from './html-template.ts';
import { chartScales, type Axis, type Scales } from './chart-scales.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** Ends of the band at x; null where there is none. */
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface ChartSeries {
  readonly label: string;
  /** Place of the arm in the experiment: its colour comes from the page's `.arm-0`, `.arm-1`, … */
  readonly arm: number;
  readonly dashed: boolean;
  /** `fine`: a thin line behind the others. */
  readonly weight: 'strong' | 'fine';
  readonly points: readonly ChartPoint[];
}

/** A value to measure against: drawn across the plot and named at its right. */
export interface Baseline {
  readonly label: string;
  readonly value: number;
}

/** A cross, for a seed that diverged. */
export interface Mark {
  readonly arm: number;
  readonly x: number;
  readonly y: number;
}

export interface Chart {
  readonly title: string;
  /** Second line: what line and band are, and under which learning-rate policy. */
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly ChartSeries[];
  readonly baselines: readonly Baseline[];
  readonly marks: readonly Mark[];
}

const rowHeight = 18;

/** Rough width of text at 12 px; East Asian characters are about twice as wide. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! > 0x2e80 ? 12.5 : 6.8;
  return width;
}

/** Places of the legend's entries, row by row. */
function legendPlaces(series: readonly ChartSeries[], width: number) {
  let x = 0;
  let row = 0;
  return series.map((each) => {
    const need = 34 + textWidth(each.label) + 18;
    if (x > 0 && x + need > width) {
      x = 0;
      row++;
    }
    const place = { each, x, row };
    x += need;
    return place;
  });
}

/** Moves labels apart so that none covers another, keeping them in [top, bottom] as far as they fit. */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const places = [...wanted];
  let last = top - gap;
  for (const i of order) last = places[i] = Math.max(places[i]!, last + gap);
  let limit = bottom;
  for (const i of order.reverse()) limit = (places[i] = Math.min(places[i]!, limit)) - gap;
  return places;
}

const legendLine = (each: ChartSeries) =>
  html`<line class="${lineClass(each)}" x1="0" x2="26" y1="0" y2="0" />`;

function lineClass({ dashed, weight }: ChartSeries): string {
  return `curve ${weight}${dashed ? ' dashed' : ''}`;
}

function curves(series: readonly ChartSeries[], { x, y }: Scales): Html {
  const inside = (value: number | null | undefined): value is number =>
    typeof value === 'number' && Number.isFinite(y(value));
  const bandPath = area<ChartPoint>()
    .defined(({ low, high }) => inside(low) && inside(high))
    .x((point) => x(point.x))
    .y0((point) => y(point.low!))
    .y1((point) => y(point.high!))
    .digits(1);
  const linePath = line<ChartPoint>()
    .defined((point) => inside(point.y))
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1);
  const bands = series.map(
    ({ arm, points }) => html`<path class="band arm-${arm}" d="${bandPath(points) ?? ''}" />`,
  );
  const lines = series.map((each) => {
    const [only] = each.points;
    // A single point has no line; it is shown as a dot.
    const dot =
      each.points.length === 1 && inside(only!.y)
        ? html`<circle class="dot" cx="${x(only!.x)}" cy="${y(only!.y)}" r="4" />`
        : null;
    return html`<g class="arm-${each.arm}"
      ><path class="${lineClass(each)}" d="${linePath(each.points) ?? ''}" />${dot}</g
    >`;
  });
  return html`${bands}${lines}`;
}

function cross({ arm, x, y }: Mark, scales: Scales, height: number): Html {
  const cx = scales.x(x).toFixed(1);
  const place = scales.y(y);
  const cy = (Number.isFinite(place) ? Math.min(Math.max(place, 6), height - 6) : 6).toFixed(1);
  return html`<path class="cross arm-${arm}" transform="translate(${cx} ${cy})" d="M-5-5L5 5M-5 5L5-5" />`;
}

/** A line chart as one self-contained SVG: title, axes with units, grid, legend, bands, baselines and marks. */
export function svgChart(chart: Chart): Html {
  const { width, height, baselines } = chart;
  // Wide charts keep the same plot width, so that their steps stand below each other.
  const labelWidth = Math.max(width > 600 ? 125 : 0, ...baselines.map(({ label }) => textWidth(label) + 12));
  const margin = { left: 60, right: 16 + labelWidth, bottom: 46 };
  const plotWidth = width - margin.left - margin.right;
  const legend = legendPlaces(chart.series, width - margin.left);
  const rows = (legend.at(-1)?.row ?? -1) + 1;
  const top = 52 + rows * rowHeight + 22;
  // A long legend makes the chart taller, never the plot lower.
  const plotHeight = height - 52 - rowHeight - 22 - margin.bottom;
  const total = top + plotHeight + margin.bottom;
  const scales = chartScales(chart, plotWidth, plotHeight);
  const empty = chart.series.every(({ points }) => points.length === 0);
  const lines = baselines.map(({ value }) => scales.y(value));
  const labels = spreadLabels(lines, 14, 4, plotHeight);
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${total}"
    role="img"
    aria-label="${chart.title}: ${chart.note}"
  >
    <text class="title" x="0" y="15">${chart.title}</text>
    <text class="note" x="0" y="33">${chart.note}</text>
    ${legend.map(
      ({ each, x, row }) =>
        html`<g class="arm-${each.arm}" transform="translate(${x} ${52 + row * rowHeight})"
          >${legendLine(each)}<text x="34" y="4">${each.label}</text></g
        >`,
    )}
    <g transform="translate(${margin.left} ${top})">
      <text class="axis-title" x="${-margin.left}" y="-10">${chart.y.title}</text>
      ${scales.yTicks.map(
        ({ place, label }) =>
          html`<line class="grid" x2="${plotWidth}" y1="${place}" y2="${place}" /><text
              class="tick"
              x="-8"
              y="${place + 4}"
              text-anchor="end"
              >${label}</text
            >`,
      )}${scales.xTicks.map(
        ({ place, label }) =>
          html`<line
              class="axis"
              x1="${place}"
              x2="${place}"
              y1="${plotHeight}"
              y2="${plotHeight + 5}"
            /><text class="tick" x="${place}" y="${plotHeight + 19}" text-anchor="middle">${label}</text>`,
      )}
      <line class="axis" x2="${plotWidth}" y1="${plotHeight}" y2="${plotHeight}" />
      <text class="axis-title" x="${plotWidth / 2}" y="${plotHeight + 38}" text-anchor="middle">
        ${chart.x.title}
      </text>
      ${baselines.map(
        ({ label }, i) =>
          html`<line
              class="baseline"
              x2="${plotWidth}"
              y1="${lines[i]!.toFixed(1)}"
              y2="${lines[i]!.toFixed(1)}"
            /><path
              class="leader"
              d="M${plotWidth} ${lines[i]!.toFixed(1)}L${plotWidth + 8} ${labels[i]!.toFixed(1)}"
            /><text class="tick" x="${plotWidth + 11}" y="${(labels[i]! + 4).toFixed(1)}">${label}</text>`,
      )}<svg width="${plotWidth}" height="${plotHeight}">${curves(chart.series, scales)}</svg
      >${chart.marks.map((mark) => cross(mark, scales, plotHeight))}${
        empty &&
        html`<text class="note" x="${plotWidth / 2}" y="${plotHeight / 2}" text-anchor="middle"
          >nothing was measured</text
        >`
      }
    </g>
  </svg>`;
}
