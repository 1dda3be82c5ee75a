import type { Probe } from '../probes/probe.ts';
import { html, type Html } from './html-template.ts';
import { grouped, significant } from './number-format.ts';
import { colourBar, levelOf, shade } from './probe-colours.ts';
import { ableLayers, characterLabel, layerLooks, type AbleLayer, type ProbeReport } from './probe-report.ts';
import { headHeight, heading, standaloneSvg } from './probe-svg.ts';
import { momentWords, stretchWords } from './probe-words.ts';

/** Most outputs with a row of their own in the picture. */
export const mostRows = 65;
const rowHeight = 10;
const labelWidth = 66;
const gap = 26;
/** The picture is no wider than this, where several maps fit at all. */
const widest = 1720;

/**
 * Rows of the picture as places among the rows of the maps: the targets, then the most frequent others, as many as
 * there is room for; all of them when they fit.
 */
export function pictureRows(
  { rows, targetRows }: Pick<Probe, 'rows' | 'targetRows'>,
  most = mostRows,
): number[] {
  // The maps have the most frequent first, so their places are ranks.
  const targets = [...new Set(targetRows)].sort((a, b) => a - b).slice(0, most);
  const chosen = new Set(targets);
  for (let place = 0; place < rows.length && chosen.size < most; place++) chosen.add(place);
  return [...chosen].sort((a, b) => a - b);
}

/** δ of the picture's rows, R × T; where some have no row, a last one with the sum of theirs. */
export function pictureDelta({ delta }: AbleLayer, rows: readonly number[], T: number): Float64Array {
  const all = delta.length / T;
  const rest = all > rows.length;
  const picture = new Float64Array((rows.length + (rest ? 1 : 0)) * T);
  rows.forEach((row, i) => picture.set(delta.subarray(row * T, (row + 1) * T), i * T));
  if (!rest) return picture;
  const isShown = new Uint8Array(all);
  for (const row of rows) isShown[row] = 1;
  const last = picture.subarray(rows.length * T);
  for (let row = 0; row < all; row++)
    if (!isShown[row]) for (let t = 0; t < T; t++) last[t] = last[t]! + delta[row * T + t]!;
  return picture;
}

/** One path for all cells of a shade: neighbours in a row are one rectangle. */
function cells(values: Float64Array, T: number, width: number, level: (value: number) => number): Html {
  const paths = new Map<number, string>();
  for (let row = 0; row < values.length / T; row++)
    for (let t = 0; t < T;) {
      const own = level(values[row * T + t]!);
      let end = t + 1;
      while (end < T && level(values[row * T + end]!) === own) end++;
      if (own !== 0) {
        const w = Number(((end - t) * width).toFixed(2));
        const piece = `M${Number((t * width).toFixed(2))} ${row * rowHeight}h${w}v${rowHeight}h${-w}z`;
        paths.set(own, (paths.get(own) ?? '') + piece);
      }
      t = end;
    }
  return html`${[...paths].map(([own, d]) => html`<path fill="${shade(own)}" d="${d}" />`)}`;
}

/** δ over the stretch as one map per layer, side by side, in one scale of colours. */
export function deltaMapsSvg(report: ProbeReport): string {
  const { probe } = report;
  const T = probe.inputs.length;
  const looks = layerLooks(report);
  const able = ableLayers(probe.layers);
  const rows = pictureRows(probe);
  const folded = probe.rows.length - rows.length;
  const maps = able.map(({ layer }) => pictureDelta(layer, rows, T));
  // The sums of many outputs would set the scale for all others, and so would a loss with a pole: both end at the last shade.
  const largest = Math.max(...able.map(({ layer }) => layer.largestDelta).filter((d) => d <= 1.6), 0);
  const limit = largest || 1;
  // Shades go with the root: a δ of 0.01 is seen beside one of 1.
  const level = (delta: number) => levelOf(Math.sign(delta) * Math.sqrt(Math.abs(delta) / limit));

  const cellWidth = Math.min(10, Math.max(1, 240 / T));
  const width = Math.max(T * cellWidth, 150);
  const perRow = Math.max(1, Math.min(able.length, Math.floor((widest - labelWidth - 20) / (width + gap))));
  const height = (rows.length + (folded > 0 ? 1 : 0)) * rowHeight;
  const top = headHeight + 104;
  const mapsHeight = height + 78;
  const total = Math.max(760, 20 + labelWidth + perRow * (width + gap));
  const title = 'δ over the text, at the same weights';

  const labels = html`${rows.map(
    (row, i) =>
      html`<text class="mono" x="-5" y="${i * rowHeight + 8}" text-anchor="end">
        ${characterLabel(probe.characters[row]!)}
      </text>`,
  )}${
    folded > 0 &&
    html`<text class="mono" x="-5" y="${rows.length * rowHeight + 8}" text-anchor="end">
      Σ of ${grouped(folded)}
    </text>`
  }`;
  const marks = Array.from(probe.targetRows, (row, t) => {
    const y = rows.indexOf(row);
    return y < 0
      ? ''
      : `M${(t * cellWidth).toFixed(2)} ${y * rowHeight}h${cellWidth.toFixed(2)}v${rowHeight}h-${cellWidth.toFixed(2)}z`;
  }).join('');
  const showCharacters = cellWidth >= 7;
  const map = (values: Float64Array, label: string, layer: AbleLayer): Html =>
    html`<text class="strong" y="-20">${label}</text>
      <text class="tick small" y="-6">largest |δ| ${significant(layer.largestDelta)}</text>
      ${cells(values, T, cellWidth, level)}
      <path d="${marks}" fill="none" stroke="#1b2027" stroke-width="0.7" />
      <rect class="axis" width="${T * cellWidth}" height="${height}" />
      ${
        showCharacters
          ? Array.from(probe.targets, (target, t) => {
              const name = characterLabel(target);
              return html`<text
                class="mono"
                x="${((t + 0.5) * cellWidth).toFixed(1)}"
                y="${height + 11}"
                text-anchor="middle"
              >
                ${name === 'space' ? '␣' : name.length > 2 ? '·' : name}
              </text>`;
            })
          : [0, T - 1].map(
              (t) =>
                html`<text
                  class="tick small"
                  x="${t * cellWidth}"
                  y="${height + 12}"
                  text-anchor="${t === 0 ? 'start' : 'end'}"
                >
                  ${t}
                </text>`,
            )
      }
      <text class="axis-title small" x="${(T * cellWidth) / 2}" y="${height + 28}" text-anchor="middle">
        ${showCharacters ? 'time step t, with its target' : 'time step t'}
      </text>`;
  const body = html`${heading(
      title,
      `${momentWords(report)}, ${stretchWords(probe)}. Rows are outputs, the most frequent first; a frame marks the target.${folded > 0 ? ` Last row: the sum over the ${grouped(folded)} other outputs.` : ''}`,
    )}
    <g transform="translate(${20 + labelWidth} ${headHeight + 26})"
      >${colourBar(
        260,
        `δ = ∂E/∂z; shades by √|δ|, the last also for more`,
        (share) => Math.sign(share) * share * share * limit,
      )}</g
    >
    ${able.map(({ place, layer }, i) => {
      const x = 20 + labelWidth + (i % perRow) * (width + gap);
      const y = top + Math.floor(i / perRow) * mapsHeight;
      return html`<g transform="translate(${x} ${y})"
        >${i % perRow === 0 && labels}${map(maps[i]!, looks[place]!.label, layer)}</g
      >`;
    })}`;
  const bottom = top + Math.max(1, Math.ceil(able.length / perRow)) * mapsHeight - 34;
  return standaloneSvg(title, total, bottom, looks, body);
}
