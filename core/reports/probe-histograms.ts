import type { Histogram } from '../network/histogram.ts';
import { allParameters } from '../network/weights.ts';
import { html, type Html } from './html-template.ts';
import { significant } from './number-format.ts';
import { ableLayers, layerLooks, type ProbeReport } from './probe-report.ts';
import { headHeight, heading, standaloneSvg } from './probe-svg.ts';
import { momentWords, stretchWords } from './probe-words.ts';

const plot = { width: 190, height: 56 };
const step = { x: plot.width + 26, y: plot.height + 42 };
const nameWidth = 170;

/** Bars of one histogram, as one path; heights are logarithmic, for most entries are near 0. */
function bars({ counts }: Histogram): string {
  const width = plot.width / counts.length;
  const tallest = Math.log1p(Math.max(1, ...counts));
  return counts
    .map((count, i) => {
      const height = ((Math.log1p(count) / tallest) * plot.height).toFixed(1);
      return count === 0
        ? ''
        : `M${(i * width).toFixed(1)} ${plot.height}v-${height}h${(width * 0.85).toFixed(1)}v${height}z`;
    })
    .join('');
}

const cell = (histogram: Histogram, colour: string): Html =>
  html`<path d="${bars(histogram)}" fill="${colour}" />
    <path class="axis" d="M0 ${plot.height}H${plot.width}" />
    <text class="tick small" y="${plot.height + 13}">${significant(histogram.low, 2)}</text>
    <text class="tick small" x="${plot.width / 2}" y="${plot.height + 13}" text-anchor="middle">0</text>
    <text class="tick small" x="${plot.width}" y="${plot.height + 13}" text-anchor="end">
      ${significant(histogram.high, 2)}
    </text>`;

/** How the entries of ∂E/∂W are spread: a row for each layer, a column for each matrix, each on its own axis. */
export function histogramsSvg(report: ProbeReport): string {
  const { probe } = report;
  const looks = layerLooks(report);
  const able = ableLayers(probe.layers);
  const names = allParameters.filter((name) => able.some(({ layer }) => layer.histograms[name]));
  const top = headHeight + 46;
  const title = 'Entries of ∂E/∂W';
  const body = html`${heading(
    title,
    `Counts, heights on a logarithmic scale; ${momentWords(report)}, ${stretchWords(probe)}.`,
  )}
  ${names.map(
    (name, column) =>
      html`<text class="strong" x="${20 + nameWidth + column * step.x}" y="${top - 16}">∂E/∂${name}</text>`,
  )}
  ${able.map(
    ({ place, layer }, row) =>
      html`<g transform="translate(20 ${top + row * step.y})"
        ><text y="${plot.height / 2}">${looks[place]!.label}</text> ${names.map((name, column) => {
          const histogram = layer.histograms[name];
          if (!histogram) return '';
          const at = `translate(${nameWidth + column * step.x} 0)`;
          return html`<g transform="${at}">${cell(histogram, looks[place]!.light)}</g>`;
        })}</g
      >`,
  )}`;
  const width = Math.max(720, 20 + nameWidth + names.length * step.x);
  return standaloneSvg(title, width, top + Math.max(1, able.length) * step.y, looks, body);
}
