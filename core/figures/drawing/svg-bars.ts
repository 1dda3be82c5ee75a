import { html } from './markup.ts';
import type { BarsPanel, DotsPanel, FigureLook } from '../figure.ts';
import { shownAmong, significant } from '../../words/number-format.ts';
import { scaleOf, type Scale } from './scales.ts';
import { signRoom, stackSigns } from './sign-stack.ts';
import { linesOf, middleLines, textAt, type Drawn } from './svg-parts.ts';
import { fitted, namesOfPair, textWidth, twoLines, wrapped } from './text.ts';

/** Height of a row of signs above the bars. */
const signHeight = 13;

/** A histogram; heights by ln(1 + count). */
export function drawBars({ title, note, look, x, counts, signs = [] }: BarsPanel, width: number): Drawn {
  const [low, high] = x.domain;
  const signWidth = signRoom(signs.map(({ text }) => text));
  const placed = stackSigns(
    signs.map(({ at }) => (at - low) / (high - low)),
    Math.floor(width / signWidth),
  );
  const top = 38 + signHeight * Math.max(0, ...placed.map(({ row }) => row + 1));
  const height = 64;
  const bar = width / Math.max(1, counts.length);
  const tallest = Math.log1p(Math.max(1, ...Array.from(counts)));
  const path = Array.from(counts, (count, i) => {
    const size = ((Math.log1p(count) / tallest) * height).toFixed(1);
    return count === 0
      ? ''
      : `M${(i * bar).toFixed(1)} ${height}v-${size}h${(bar * 0.86).toFixed(1)}v${size}z`;
  }).join('');
  const markup = html`${textAt('head', 0, 13, fitted(title, width / 1.08, 13))}
    ${textAt('muted', 0, 29, fitted(note, width), 'start', note)}
    <g transform="translate(0 ${top})">
      <path class="bar arm-${look}" d="${path}" />
      ${placed.map(({ column, row }, i) =>
        textAt('', (column + 0.5) * signWidth, -3 - row * signHeight, signs[i].text, 'middle'),
      )}
      <path class="axis" d="M0 ${height}H${width.toFixed(1)}" />
      ${textAt('muted', 0, height + 15, significant(low, 2))}
      ${low < 0 && high > 0 && textAt('muted', (-low / (high - low)) * width, height + 15, '0', 'middle')}
      ${textAt('muted', width, height + 15, significant(high, 2), 'end')}
    </g>`;
  return { markup, height: top + height + 26 };
}

/** The axis of cells: its figures stand within the width, and those that have no room are left out. */
function cellAxis({ ticks }: Scale, width: number): Drawn {
  let free = 0;
  const labels = ticks.map(({ place, label }) => {
    const half = textWidth(label) / 2;
    const middle = Math.min(width - half, Math.max(half, place));
    if (middle - half < free) return null;
    // Widths are taken rather too large.
    free = middle + half - 2;
    return textAt('muted', middle, 17, label, 'middle');
  });
  const marks = ticks.map(({ place }) => `M${place.toFixed(1)} .5v4`).join('');
  return { markup: html`<path class="axis" d="M8 .5H${width - 8}${marks}" />${labels}`, height: 20 };
}

/**
 * A cell of a table: interval and mean over the rule at zero and the values that make no difference, the values behind
 * them below; without a row the axis of such cells.
 */
function drawCell({ x: axis, rows, strip }: DotsPanel, width: number): Drawn {
  const x = scaleOf(axis, [8, width - 8], 60);
  if (rows.length === 0) return cellAxis(x, width);
  const [{ look, value, low, high, each }] = rows;
  const at = (of: number) => Math.min(width - 2, Math.max(2, x.at(of))).toFixed(1);
  const isLarge = each.length > 0;
  const height = isLarge ? 26 : 18;
  const markup = html`${
      strip &&
      html`<rect
        class="rope"
        x="${at(strip[0])}"
        width="${Math.max(1.2, Number(at(strip[1])) - Number(at(strip[0]))).toFixed(1)}"
        height="${height}"
      />`
    }
    <path class="axis" d="M${at(0)} 0V${height}" />
    ${Number.isFinite(low) && html`<path class="whisker" d="M${at(low)} 9H${at(high)}M${at(low)} 6v6M${at(high)} 6v6" />`}
    ${Number.isFinite(value) && html`<circle class="dot arm-${look}" cx="${at(value)}" cy="9" r="${isLarge ? 3.6 : 2.9}" />`}
    ${Array.from(each, (one) => html`<circle class="seed" cx="${at(one)}" cy="21" r="1.5" />`)}`;
  return { markup, height };
}

/** Width of a plot of dots that long names leave it. */
const sparePlot = 260;

/** Means with intervals below each other, and the values behind them as small dots. */
export function drawDots(panel: DotsPanel, looks: readonly FigureLook[], width: number): Drawn {
  if (panel.cell) return drawCell(panel, width);
  const { title, x: axis, rows, strip } = panel;
  const heads = wrapped(title, width / 1.08, 13);
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => textWidth(text))) + 14;
  const labels = rows.map(({ label }) => label);
  const shown = rows.map(({ value }) =>
    shownAmong(
      value,
      rows.map((row) => row.value),
    ),
  );
  const right = Math.max(...shown.map((text) => textWidth(text)), 20) + 14;
  // Names that fill two lines may take what the plot can spare.
  const share = 0.42 * width;
  const names = Math.min(
    Math.max(share, width - right - sparePlot),
    longest(longest(labels) <= share ? labels : labels.flatMap((label) => namesOfPair(label))),
  );
  const lines = labels.map((label) => twoLines(label, names - 12));
  const rowHeight = lines.some(({ length }) => length > 1) ? 34 : 26;
  const plot = Math.max(60, width - names - right);
  const x = scaleOf(axis, [0, plot], 70);
  const top = heads.length * 18 + 8;
  const height = rows.length * rowHeight + 6;
  const clamped = (value: number) => Math.min(plot, Math.max(0, x.at(value)));
  const markup = html`${linesOf('head', heads, 13, 18)}
    <g transform="translate(${names.toFixed(1)} ${top})">
      ${
        strip &&
        html`<rect
          class="strip"
          x="${clamped(strip[0]).toFixed(1)}"
          width="${Math.max(1, clamped(strip[1]) - clamped(strip[0])).toFixed(1)}"
          height="${height}"
        />`
      }
      ${x.ticks.map(
        ({ place, label }) =>
          html`<path class="grid" d="M${place.toFixed(1)} 0v${height}" />
            ${textAt('muted', place, height + 16, label, 'middle')}`,
      )}
      ${rows.map(({ label, look, value, low, high, each }, i) => {
        const y = (i + 0.5) * rowHeight + 3;
        const known = Number.isFinite(value);
        return html`${middleLines('', -names, y, lines[i], label)}
        ${Array.from(each, (one) =>
          Number.isFinite(one)
            ? html`<circle class="small-dot arm-${look}" cx="${clamped(one).toFixed(1)}" cy="${y}" r="2.5" />`
            : null,
        )}
        ${Number.isFinite(low) && Number.isFinite(high) && html`<path class="${`interval ${looks[look].line}`} arm-${look}" d="M${clamped(low).toFixed(1)} ${y}H${clamped(high).toFixed(1)}" />`}
        ${known && html`<circle class="dot arm-${look}" cx="${clamped(value).toFixed(1)}" cy="${y}" r="4.5" />`}
        ${textAt('muted', plot + right - 2, y + 4, shown[i], 'end')}`;
      })}
      ${textAt('muted', plot / 2, height + 34, fitted(axis.label, plot + right), 'middle')}
    </g>`;
  return { markup, height: top + height + 42 };
}
