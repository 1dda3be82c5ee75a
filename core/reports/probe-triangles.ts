import { html, type Html } from './html-template.ts';
import { significant } from './number-format.ts';
import { shade, shades } from './probe-colours.ts';
import { ableLayers, layerLooks, type ProbeReport } from './probe-report.ts';
import { headHeight, heading, standaloneSvg } from './probe-svg.ts';
import { momentWords, stretchWords } from './probe-words.ts';

const side = 240;
const gap = 40;
const inRow = 3;
/** Smaller than this beside the largest is rounding. */
const decades = 16;

/** Ends of the scale: whole powers of ten about all norms above 0; null where there are none. */
function rangeOf(triangles: readonly Float64Array[]): { low: number; high: number } | null {
  let [least, most] = [Infinity, 0];
  for (const triangle of triangles)
    for (const norm of triangle) {
      if (!(norm > 0) || !Number.isFinite(norm)) continue;
      least = Math.min(least, norm);
      most = Math.max(most, norm);
    }
  if (most === 0) return null;
  const high = Math.ceil(Math.log10(most) + 1e-9);
  return { low: Math.max(Math.floor(Math.log10(least) - 1e-9), high - decades), high };
}

/** One path for all cells of a shade, from pale to blue; what lies below the scale is as pale as its end. */
function cells(triangle: Float64Array, T: number, { low, high }: { low: number; high: number }): Html {
  const width = side / T;
  const paths = new Map<number, string>();
  for (let tau = 0; tau < T; tau++)
    for (let t = 0; t <= tau; t++) {
      const share = (Math.log10(triangle[tau * T + t]!) - low) / (high - low);
      if (Number.isNaN(share)) continue;
      const level = 1 + Math.round(Math.min(1, Math.max(0, share)) * (shades - 1));
      const piece = `M${(t * width).toFixed(2)} ${(tau * width).toFixed(2)}h${width.toFixed(2)}v${width.toFixed(2)}h-${width.toFixed(2)}z`;
      paths.set(level, (paths.get(level) ?? '') + piece);
    }
  return html`${[...paths].map(([level, d]) => html`<path fill="${shade(-level)}" d="${d}" />`)}`;
}

/** ‖∂E_τ/∂h_t‖ of every t ≤ τ, a triangle for each layer, all on one logarithmic scale. */
export function trianglesSvg(report: ProbeReport): string {
  const { probe } = report;
  const T = probe.inputs.length;
  const looks = layerLooks(report);
  const able = ableLayers(probe.layers);
  const range = rangeOf(able.map(({ layer }) => layer.flow.triangle));
  const scale =
    range === null
      ? 'All are 0.'
      : `Logarithmic from ${significant(10 ** range.low)} (pale) to ${significant(10 ** range.high)} (blue), the same for all.`;
  const top = headHeight + 62;
  const title = 'Gradient flow through time: ‖∂E_τ/∂h_t‖ for every t ≤ τ';
  const body = html`${heading(title, `${momentWords(report)}, ${stretchWords(probe)}.`)}
    <text class="note" x="20" y="${headHeight + 16}">${scale}</text>
    ${able.map(({ place, layer }, i) => {
      const x = 44 + (i % inRow) * (side + gap);
      const y = top + Math.floor(i / inRow) * (side + 66);
      return html`<g transform="translate(${x} ${y})"
        ><text class="strong" y="-8">${looks[place]!.label}</text>
        ${range && cells(layer.flow.triangle, T, range)}
        <rect class="axis" width="${side}" height="${side}" />
        <text class="axis-title small" x="${side / 2}" y="${side + 16}" text-anchor="middle">
          t, step of the hidden state: 0 … ${T - 1}
        </text>
        <text class="axis-title small" transform="translate(-8 ${side / 2}) rotate(-90)" text-anchor="middle">
          τ, step whose loss it is
        </text></g
      >`;
    })}`;
  const rows = Math.max(1, Math.ceil(able.length / inRow));
  return standaloneSvg(title, 44 + inRow * (side + gap), top + rows * (side + 66) - 20, looks, body);
}
