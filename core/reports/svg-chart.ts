import type { LineStyle } from '../contract/arm-look.ts';
import { cross, curves, dots, lineClass } from './chart-curves.ts';
import { legendPlaces, spreadLabels, textWidth, type LegendPlace } from './chart-labels.ts';
import { chartScales, type Axis, type Scales } from './chart-scales.ts';
import { html, type Html } from './html-template.ts';

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
  readonly line: LineStyle;
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
const legendTop = 52;

function legendEntry({ series, x, row }: LegendPlace): Html {
  return html`<g class="arm-${series.arm}" transform="translate(${x} ${legendTop + row * rowHeight})">
    <line class="${lineClass(series)}" x1="0" x2="26" y1="0" y2="0" />
    <text x="34" y="4">${series.label}</text>
  </g>`;
}

/** Grid, ticks and titles of both axes, in a plot of the given size. */
function axes(
  { x, y }: Chart,
  { xTicks, yTicks }: Scales,
  width: number,
  height: number,
  left: number,
): Html {
  return html`<text class="axis-title" x="${-left}" y="-10">${y.title}</text>
    ${yTicks.map(
      ({ place, label }) =>
        html`<line class="grid" x2="${width}" y1="${place.toFixed(1)}" y2="${place.toFixed(1)}" />
          <text class="tick" x="-8" y="${(place + 4).toFixed(1)}" text-anchor="end">${label}</text>`,
    )}
    ${xTicks.map(
      ({ place, label }) =>
        html`<path class="axis" d="M${place.toFixed(1)} ${height}v5" />
          <text class="tick" x="${place.toFixed(1)}" y="${height + 19}" text-anchor="middle">${label}</text>`,
    )}
    <line class="axis" x2="${width}" y1="${height}" y2="${height}" />
    <text class="axis-title" x="${width / 2}" y="${height + 38}" text-anchor="middle">${x.title}</text>`;
}

/** Dotted lines across the plot, named at its right; the names do not cover each other. */
function baselineMarks(baselines: readonly Baseline[], { y }: Scales, width: number, height: number): Html {
  const lines = baselines.map(({ value }) => y(value));
  const labels = spreadLabels(lines, 14, 4, height);
  return html`${baselines.map(({ label }, i) => {
    const at = lines[i]!.toFixed(1);
    return html`<path class="baseline" d="M0 ${at}H${width}" />
      <path class="leader" d="M${width} ${at}L${width + 8} ${labels[i]!.toFixed(1)}" />
      <text class="tick" x="${width + 11}" y="${(labels[i]! + 4).toFixed(1)}">${label}</text>`;
  })}`;
}

/** A line chart as one self-contained SVG: title, axes with units, grid, legend, bands, baselines and marks. */
export function svgChart(chart: Chart): Html {
  const { width, series, baselines, marks } = chart;
  // Wide charts keep the same plot width, so that their steps stand below each other.
  const labelWidth = Math.max(width > 600 ? 145 : 0, ...baselines.map(({ label }) => textWidth(label) + 12));
  const left = 60;
  const bottom = 46;
  const plotWidth = width - left - labelWidth - 16;
  const legend = legendPlaces(series, width - left);
  const top = legendTop + ((legend.at(-1)?.row ?? 0) + 1) * rowHeight + 22;
  // A long legend makes the chart taller, never the plot lower.
  const plotHeight = chart.height - legendTop - rowHeight - 22 - bottom;
  const scales = chartScales(chart, plotWidth, plotHeight);
  const empty = series.every(({ points }) => points.every(({ y }) => !Number.isFinite(y)));
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${top + plotHeight + bottom}"
    role="img"
    aria-label="${chart.title}: ${chart.note}"
  >
    <text class="title" x="0" y="15">${chart.title}</text>
    <text class="note" x="0" y="33">${chart.note}</text>
    ${legend.map(legendEntry)}
    <g transform="translate(${left} ${top})">
      ${axes(chart, scales, plotWidth, plotHeight, left)}
      ${baselineMarks(baselines, scales, plotWidth, plotHeight)}
      <svg width="${plotWidth}" height="${plotHeight}">${curves(series, scales)}</svg>
      ${dots(series, scales)} ${marks.map((mark) => cross(mark, scales, plotHeight))}
      ${
        empty &&
        html`<text class="note" x="${plotWidth / 2}" y="${plotHeight / 2}" text-anchor="middle">
          nothing was measured
        </text>`
      }
    </g>
  </svg>`;
}
