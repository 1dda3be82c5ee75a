import type { ParameterName } from '../network/weights.ts';
import { html, type Html } from './html-template.ts';
import { fixed } from './number-format.ts';
import { colourBar, isDark, levelOf, shade } from './probe-colours.ts';
import { layerLooks, type LayerLook, type ProbeReport } from './probe-report.ts';
import { headHeight, heading, standaloneSvg } from './probe-svg.ts';
import { momentWords, stretchWords } from './probe-words.ts';

const cell = { width: 44, height: 26 };
const nameWidth = 160;
const gridsInRow = 3;

/** One table of cosines; the columns have the numbers of the rows. */
function grid(title: string, values: Float64Array, looks: readonly LayerLook[]): Html {
  const L = looks.length;
  return html`<text class="strong" x="0" y="-26">${title}</text> ${looks.map(
      ({ label }, i) =>
        html`<text class="small" x="${nameWidth - 6}" y="${i * cell.height + 17}" text-anchor="end">
            ${i + 1} ${label}
          </text>
          <text class="tick" x="${nameWidth + (i + 0.5) * cell.width}" y="-6" text-anchor="middle">
            ${i + 1}
          </text>`,
    )}
    ${Array.from(values, (cosine, i) => {
      const x = nameWidth + (i % L) * cell.width;
      const y = Math.floor(i / L) * cell.height;
      const level = Number.isNaN(cosine) ? 0 : levelOf(cosine);
      return html`<rect
          x="${x}"
          y="${y}"
          width="${cell.width - 1}"
          height="${cell.height - 1}"
          fill="${shade(level)}"
          stroke="#dfe3e8"
        /><text
          class="small"
          x="${x + (cell.width - 1) / 2}"
          y="${y + 16}"
          text-anchor="middle"
          style="${isDark(level) ? 'fill:#ffffff' : 'fill:#1b2027'}"
        >
          ${Number.isNaN(cosine) ? '–' : fixed(cosine, 3)}
        </text>`;
    })}`;
}

/** Cosines between the gradients of every two layers: over all parameters, and of each matrix. */
export function cosinesSvg(report: ProbeReport): string {
  const { probe } = report;
  const looks = layerLooks(report);
  const grids: [string, Float64Array][] = [
    ['all parameters', probe.cosines.all],
    ...(Object.entries(probe.cosines.perMatrix) as [ParameterName, Float64Array][]).map(
      ([name, values]): [string, Float64Array] => [`∂E/∂${name}`, values],
    ),
  ];
  const width = nameWidth + looks.length * cell.width + 30;
  const height = looks.length * cell.height + 62;
  const top = headHeight + 108;
  const total = Math.max(720, 20 + gridsInRow * width);
  const title = 'Direction: cosine between the gradients of two output layers';
  const body = html`${heading(
      title,
      `At the same weights: ${momentWords(report)}, ${stretchWords(probe)}. –: a gradient is 0 or not defined.`,
    )}
    <g transform="translate(${nameWidth + 20} ${headHeight + 34})"
      >${colourBar(260, 'cosine (no unit)', (share) => share)}</g
    >
    ${grids.map(
      ([name, values], i) =>
        html`<g
          transform="translate(${20 + (i % gridsInRow) * width} ${top + Math.floor(i / gridsInRow) * height})"
          >${grid(name, values, looks)}</g
        >`,
    )}`;
  return standaloneSvg(title, total, top + Math.ceil(grids.length / gridsInRow) * height - 30, looks, body);
}
