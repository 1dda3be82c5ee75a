import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { armLooks } from '../contract/arm-look.ts';
import type { LayerGradients, Probe, ProbedLayer } from '../probes/probe.ts';
import { outputLayer } from '../outputs/registry.ts';
import { textWidth } from './chart-labels.ts';
import { html, styleSheet, type Html } from './html-template.ts';
import { fixed, significant } from './number-format.ts';
import type { ProbeReport } from './probe-file.ts';

/** Pictures that stand by themselves: on white, with their own style, one file each. */
const style = styleSheet(
  `text{font:12px Inter,system-ui,sans-serif;fill:#1b2027}.muted{fill:#5b6672}.small{font-size:10px}.title{font-size:14px;font-weight:600}path{fill:none;stroke-width:2}.grid{stroke:#dfe3e8;stroke-width:1}.axis{stroke:#5b6672;stroke-width:1}.dashed{stroke-dasharray:6 4}.threshold{stroke:#5b6672;stroke-dasharray:2 4}`,
);

function picture(width: number, height: number, body: Html): string {
  const { markup } = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    ${style}
    <rect width="${width}" height="${height}" fill="#ffffff" />
    ${body}
  </svg>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup}\n`;
}

interface Look {
  readonly colour: string;
  readonly dashed: boolean;
}

/** The colours the layers have everywhere, on a light ground. */
function looksOf({ layers }: Probe): Look[] {
  const arms = layers.map(({ probed }, i) => ({ id: String(i), layer: probed.layer, rate: 1, clamp: null }));
  return armLooks(arms, (id) => outputLayer(id).matched).map(({ light, dashed }) => ({
    colour: light,
    dashed,
  }));
}

const curveClass = ({ dashed }: Look) => (dashed ? 'dashed' : '');

/** Names with their lines, in as many rows as they need; answers with what the further rows take. */
function legend(
  labels: readonly string[],
  looks: readonly Look[],
  top: number,
  width: number,
): { readonly marks: Html; readonly height: number } {
  let [x, row] = [0, 0];
  const marks = labels.map((label, i) => {
    const need = 46 + textWidth(label);
    if (x > 0 && x + need > width) [x, row] = [0, row + 1];
    const [left, y] = [60 + x, top + row * 18];
    x += need;
    return html`<path class="${curveClass(looks[i]!)}" stroke="${looks[i]!.colour}" d="M${left} ${y}h22" />
      <text x="${left + 28}" y="${y + 4}">${label}</text>`;
  });
  return { marks: html`${marks}`, height: row * 18 };
}

type Scale = (value: number) => number;

interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Scale & { ticks(count: number): number[] };
  readonly y: Scale;
  readonly yTicks: readonly number[];
  readonly xTitle: string;
  readonly yTitle: string;
}

function axes({ left, top, width, height, x, y, yTicks, xTitle, yTitle }: Plot): Html {
  return html`${yTicks.map(
      (tick) =>
        html`<path class="grid" d="M${left} ${y(tick).toFixed(1)}h${width}" />
          <text class="muted small" x="${left - 6}" y="${(y(tick) + 3).toFixed(1)}" text-anchor="end">
            ${significant(tick)}
          </text>`,
    )}
    ${x
      .ticks(8)
      .filter(Number.isInteger)
      .map(
        (tick) =>
          html`<text
            class="muted small"
            x="${x(tick).toFixed(1)}"
            y="${top + height + 16}"
            text-anchor="middle"
          >
            ${significant(tick)}
          </text>`,
      )}
    <path class="axis" d="M${left} ${top + height}h${width}" />
    <text class="muted" x="${left + width / 2}" y="${top + height + 34}" text-anchor="middle">${xTitle}</text>
    <text class="muted" x="${left - 44}" y="${top - 8}">${yTitle}</text>`;
}

/** δ against z for both targets, side by side; curves that leave the plot are cut off, not flattened. */
export function deltaAgainstZ({ labels, probe, units }: ProbeReport): string {
  const looks = looksOf(probe);
  const [width, plotWidth] = [980, 400];
  const names = legend(labels, looks, 64, 900);
  const top = 100 + names.height;
  const panel = (responses: typeof units.isTarget, left: number, t: 0 | 1) => {
    const x = scaleLinear([units.z[0]!, units.z.at(-1)!], [left, left + plotWidth]);
    const y = scaleLinear([-1.6, 1.6], [top + 260, top]);
    const curve = line<number>()
      .defined((i) => Number.isFinite(i))
      .digits(1);
    const plot: Plot = {
      left,
      top,
      width: plotWidth,
      height: 260,
      x,
      y,
      yTicks: y.ticks(7),
      xTitle: 'logit z',
      yTitle: `δ = ∂E/∂z, target t = ${t}`,
    };
    return html`${axes(plot)}
      <svg x="${left}" y="${top}" width="${plotWidth}" height="260" viewBox="${left} ${top} ${plotWidth} 260">
        ${responses.map(({ delta }, k) => {
          const at = [...delta.keys()].filter((i) => Number.isFinite(delta[i]!));
          curve
            .defined((i) => Number.isFinite(delta[i]!))
            .x((i) => x(units.z[i]!))
            .y((i) => y(delta[i]!));
          const d = at.length > 0 ? curve(delta.keys()) : '';
          return html`<path class="${curveClass(looks[k]!)}" stroke="${looks[k]!.colour}" d="${d ?? ''}" />`;
        })}
      </svg>`;
  };
  return picture(
    width,
    top + 330,
    html`<text class="title" x="16" y="26">δ = ∂E/∂z against z</text>
      <text class="muted" x="16" y="44">
        one output, the other ${probe.shape.vocabulary - 1} logits at 0 (softmax depends on them)
      </text>
      ${names.marks} ${panel(units.isTarget, 60, 1)} ${panel(units.isOther, 550, 0)}`,
  );
}

interface AbleLayer {
  readonly label: string;
  readonly look: Look;
  readonly layer: LayerGradients & { readonly probed: ProbedLayer };
}

/** Layers that are defined at these weights, with their names and looks. */
function able({ labels, probe }: ProbeReport): AbleLayer[] {
  const looks = looksOf(probe);
  return probe.layers.flatMap((layer, i) =>
    layer.refusal ? [] : [{ label: labels[i]!, look: looks[i]!, layer }],
  );
}

/** ‖∂E_τ/∂h_{τ−k}‖ against the lag, on a logarithmic scale, with the threshold of clipping. */
export function gradientFlow(report: ProbeReport): string {
  const layers = able(report);
  const names = legend(
    layers.map(({ label }) => label),
    layers.map(({ look }) => look),
    50,
    640,
  );
  const [left, top, width, height] = [70, 92 + names.height, 600, 300];
  const values = layers.flatMap(({ layer }) => [...layer.flow.byLag]).filter((value) => value > 0);
  const threshold = report.clipping;
  const low = Math.max(Math.min(...values, 1), 1e-12);
  const high = Math.max(...values, 1e-11, threshold ?? 0);
  const T = report.probe.inputs.length;
  const x = scaleLinear([0, Math.max(1, T - 1)], [left, left + width]);
  const y = scaleLog([low / 1.5, high * 1.5], [top + height, top]);
  const curve = line<number>().digits(1);
  const yTicks = y.ticks(8).filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6));
  const plot: Plot = {
    left,
    top,
    width,
    height,
    x,
    y,
    yTicks: yTicks.length > 1 ? yTicks : y.ticks(4),
    xTitle: 'lag k, steps back in time',
    yTitle: 'mean of ‖∂E_τ/∂h_{τ−k}‖ over τ',
  };
  return picture(
    760,
    top + height + 60,
    html`<text class="title" x="16" y="26">Gradient flow through time</text> ${names.marks} ${axes(plot)}
      ${layers.map(({ look, layer: { flow } }) => {
        curve
          .defined((k) => flow.byLag[k]! >= low / 1.5)
          .x((k) => x(k))
          .y((k) => y(flow.byLag[k]!));
        return html`<path
          class="${curveClass(look)}"
          stroke="${look.colour}"
          d="${curve(flow.byLag.keys()) ?? ''}"
        />`;
      })}
      ${
        threshold !== null &&
        html`<path class="threshold" d="M${left} ${y(threshold).toFixed(1)}h${width}" />
          <text
            class="muted small"
            x="${left + width}"
            y="${(y(threshold) - 4).toFixed(1)}"
            text-anchor="end"
          >
            clipping threshold ${significant(threshold)} (of the whole gradient)
          </text>`
      }`,
  );
}

/** Blue below 0, orange-red above, white at 0; the square root shows what is small beside the targets. */
function signedColour(share: number): string {
  const size = Math.sqrt(Math.min(1, Math.abs(share)));
  const [r, g, b] = share < 0 ? [0, 90, 200] : [200, 70, 0];
  const mixed = [r, g, b].map((channel) => Math.round(255 + (channel - 255) * size));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

const shownName = (codePoint: number) =>
  codePoint === 10 ? '⏎' : codePoint === 32 ? '␣' : String.fromCodePoint(codePoint);

/** Rows of a map in the picture; the files have all. */
const mostRows = 65;

/** δ over the stretch, one map per layer, with one scale for all. */
export function deltaMaps(report: ProbeReport): string {
  const { probe } = report;
  const layers = able(report);
  const T = probe.inputs.length;
  const rows = Math.min(mostRows, probe.rows.length);
  const [cellWidth, cellHeight] = [Math.max(4, Math.min(10, 320 / T)), Math.max(7, Math.min(12, 420 / rows))];
  const mapWidth = T * cellWidth;
  const step = mapWidth + 54;
  // A layer whose loss is undefined for some y has a δ of up to 1/ε, beside which all others would be white.
  const wellPosed = layers.filter(({ layer }) => !outputLayer(layer.probed.layer).clamped);
  const scaled = wellPosed.length > 0 ? wellPosed : layers;
  const largest = Math.max(1e-300, ...scaled.map(({ layer }) => layer.largestDelta));
  const map = ({ label, layer }: (typeof layers)[number], i: number) => {
    const left = 40 + i * step;
    const cells: Html[] = [];
    for (let row = 0; row < rows; row++)
      for (let t = 0; t < T; t++) {
        const share = layer.delta[row * T + t]! / largest;
        if (Math.abs(share) < 1e-5) continue;
        cells.push(
          html`<rect
            x="${(left + t * cellWidth).toFixed(1)}"
            y="${(96 + row * cellHeight).toFixed(1)}"
            width="${cellWidth.toFixed(1)}"
            height="${cellHeight.toFixed(1)}"
            fill="${signedColour(share)}"
          />`,
        );
      }
    return html`<text x="${left}" y="68">${label}</text>
      <text class="muted small" x="${left}" y="84">‖δ‖ ${significant(layer.deltaNorm)}</text>
      ${cells}
      <rect
        x="${left}"
        y="96"
        width="${mapWidth.toFixed(1)}"
        height="${(rows * cellHeight).toFixed(1)}"
        fill="none"
        stroke="#dfe3e8"
      />
      ${Array.from(
        { length: rows },
        (_, row) =>
          html`<text
            class="muted"
            font-size="7"
            style="font-size:7px"
            x="${left - 4}"
            y="${(96 + (row + 0.8) * cellHeight).toFixed(1)}"
            text-anchor="end"
          >
            ${shownName(probe.characters[row]!)}
          </text>`,
      )}`;
  };
  const height = 96 + rows * cellHeight + 44;
  const width = Math.max(520, 40 + layers.length * step);
  return picture(
    width,
    height,
    html`<text class="title" x="16" y="26">δ over ${T} steps at the same weights</text>
      <text class="muted" x="16" y="44">
        rows: the ${rows} most frequent characters of ${probe.shape.vocabulary}; columns: time; blue: δ &lt;
        0, red: δ &gt; 0, one scale by the square root, full at ${significant(largest)} and more
      </text>
      ${layers.map(map)}
      <text class="muted small" x="40" y="${height - 16}">
        ${probe.moment.armId}, seed ${probe.moment.seed}, ${probe.steps} steps; ${probe.stretch.part} text
        from place ${probe.stretch.start}
      </text>`,
  );
}

/** Cosines between the gradients of every two layers, over all parameters. */
export function cosineTable({ labels, probe }: ProbeReport): string {
  const L = labels.length;
  const [left, top, size] = [200, 150, 74];
  const cells = labels.flatMap((_, i) =>
    labels.map((__, j) => {
      const value = probe.cosines.all[i * L + j]!;
      const known = Number.isFinite(value);
      return html`<rect
          x="${left + j * size}"
          y="${top + i * 34}"
          width="${size}"
          height="34"
          fill="${known ? signedColour(-0.6 * value) : '#ffffff'}"
          stroke="#dfe3e8"
        />
        <text x="${left + j * size + size / 2}" y="${top + i * 34 + 21}" text-anchor="middle">
          ${known ? fixed(value, 2) : '–'}
        </text>`;
    }),
  );
  return picture(
    left + L * size + 110,
    top + L * 34 + 24,
    html`<text class="title" x="16" y="26">Direction</text>
      <text class="muted" x="16" y="44">cosine between the gradients of two losses at the same weights</text>
      ${labels.map(
        (label, i) =>
          html`<text x="${left - 10}" y="${top + i * 34 + 21}" text-anchor="end">${label}</text>
            <text class="small" transform="translate(${left + i * size + size / 2} ${top - 8}) rotate(-30)">
              ${label}
            </text>`,
      )}
      ${cells}`,
  );
}

/** The pictures of a probe, one file each. */
export const probePictures: Readonly<Record<string, (report: ProbeReport) => string>> = {
  'delta-against-z.svg': deltaAgainstZ,
  'delta-maps.svg': deltaMaps,
  'gradient-flow.svg': gradientFlow,
  'cosines.svg': cosineTable,
};
