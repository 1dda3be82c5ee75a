import { html, type Html } from './markup.ts';
import { fixed, significant } from '../../words/number-format.ts';
import { beyondScale, colourOf, isDark, shareOf, valueAt, type Theme } from './colours.ts';
import type { MapPanel, MapScale } from '../figure.ts';
import { linesOf, textAt, type Drawn } from './svg-parts.ts';
import { fitted, textWidth, wrapped } from './text.ts';

/** A cell with its value in it is about so wide, one with a sign so. */
export const figureWidth = 36;
export const textCell = 14;

/** The value of a cell in figures, on the screen and in copied pictures alike. */
export const cellWords = (value: number): string => (Number.isNaN(value) ? '–' : fixed(value, 2));

/** Shades on either side of zero: neighbours of one shade are drawn as one shape. */
const shades = 24;

const rgb = ([red, green, blue]: readonly number[]) => `rgb(${red},${green},${blue})`;
const shadeOf = (value: number, scale: MapScale) => Math.round(shareOf(value, scale) * shades);

/** One path for all cells of a shade; neighbours in a row are one rectangle. Rows begin at whole pixels. */
function cells({ values, colours, columns }: MapPanel, width: number, height: number, theme: Theme): Html {
  const C = columns.length;
  const paths = new Map<number, string>();
  for (let row = 0; row < values.length / C; row++)
    for (let c = 0; c < C;) {
      const own = shadeOf(values[row * C + c], colours);
      let end = c + 1;
      while (end < C && shadeOf(values[row * C + end], colours) === own) end++;
      if (!Number.isNaN(own) && own !== 0) {
        const w = ((end - c) * width).toFixed(2);
        paths.set(
          own,
          `${paths.get(own) ?? ''}M${(c * width).toFixed(2)} ${(row * height).toFixed(2)}h${w}v${height.toFixed(2)}h-${w}z`,
        );
      }
      c = end;
    }
  return html`${[...paths].map(
    ([own, d]) => html`<path fill="${rgb(colourOf(own / shades, theme))}" d="${d}" />`,
  )}`;
}

/** Places of names along an edge: every k-th where they would cover each other. */
const everyOf = (count: number, size: number, needed: number) =>
  Math.max(1, Math.ceil(needed / size), Math.ceil(count / 400));

/** A heat map with the names of its rows and columns. */
export function drawMap(panel: MapPanel, width: number, theme: Theme): Drawn {
  const { title, note, rows, columns, values, framed, above, below, columnsLabel } = panel;
  const [R, C] = [rows.length, columns.length];
  const heads = wrapped(title, width / 1.08, 13);
  const notes = wrapped(note, width);
  const left =
    Math.min(
      0.4 * width,
      Math.max(...[...rows, above?.label ?? '', below?.label ?? ''].map((name) => textWidth(name)), 12) + 8,
    ) + (panel.yLabel ? 18 : 0);
  const cellWidth = (width - left - 1) / C;
  const { texts } = panel;
  const figures = texts ? cellWidth >= textCell - 3 : panel.figures && cellWidth >= figureWidth - 4;
  const cellHeight = figures
    ? texts
      ? 22
      : 26
    : R <= 70 && R !== C
      ? 14
      : Math.max(2, Math.min(14, R === C ? cellWidth : 900 / R));
  const top = (heads.length + notes.length) * 17 + 6 + (figures || above ? 20 : 0);
  const height = R * cellHeight;
  const rowStep = everyOf(R, cellHeight, 13);
  const columnStep = everyOf(C, cellWidth, Math.max(12, ...columns.map((name) => textWidth(name) + 4)));
  const frames = Array.from(framed, (place) => {
    const [row, c] = [Math.floor(place / C), place % C];
    return `M${(c * cellWidth).toFixed(2)} ${(row * cellHeight).toFixed(2)}h${cellWidth.toFixed(2)}v${cellHeight.toFixed(2)}h-${cellWidth.toFixed(2)}z`;
  }).join('');
  const strokes = beyondScale(values, panel.colours)
    .map((place) => {
      const [row, c] = [Math.floor(place / C), place % C];
      return `M${(c * cellWidth).toFixed(2)} ${((row + 1) * cellHeight).toFixed(2)}l${cellWidth.toFixed(2)} ${(-cellHeight).toFixed(2)}`;
    })
    .join('');
  const written = (value: number, i: number) => {
    const dark = Number.isNaN(value)
      ? theme === 'dark'
      : isDark(colourOf(shareOf(value, panel.colours), theme));
    const words = texts ? texts[i] : cellWords(value);
    const y = Math.floor(i / C) * cellHeight + cellHeight / 2 + 4;
    return textAt(dark ? 'on-dark' : 'on-light', ((i % C) + 0.5) * cellWidth, y, words, 'middle');
  };
  const alongColumns = (names: readonly string[], y: number, label = '') =>
    html` ${label && textAt('muted', -6, y, label, 'end')}
    ${names.map((name, c) =>
      c % columnStep === 0 ? textAt('muted', (c + 0.5) * cellWidth, y, name, 'middle') : null,
    )}`;
  const belowMap = height + (figures ? 16 : 32) + (below ? 17 : 0);
  const markup = html`${linesOf('head', heads, 13, 17)} ${linesOf('muted', notes, 13 + 17 * heads.length, 17)}
    <g transform="translate(${left.toFixed(1)} ${top})">
      ${cells(panel, cellWidth, cellHeight, theme)} ${figures ? Array.from(values, written) : null}
      ${strokes ? html`<path class="frame" stroke-opacity="0.5" d="${strokes}" />` : null}
      ${frames ? html`<path class="frame" d="${frames}" />` : null}
      <path
        class="axis"
        d="M0 0h${(C * cellWidth).toFixed(1)}v${height.toFixed(1)}h-${(C * cellWidth).toFixed(1)}z"
      />
      ${rows.map((name, row) =>
        row % rowStep === 0
          ? textAt(
              'muted',
              -6,
              (row + 0.5) * cellHeight + 4,
              fitted(name, left - (panel.yLabel ? 24 : 6)),
              'end',
            )
          : null,
      )}
      ${above ? alongColumns(above.signs, -6, above.label) : null}
      ${alongColumns(columns, figures ? -6 : height + 15, columnsLabel)}
      ${below ? alongColumns(below.signs, height + 32, below.label) : null}
      ${
        panel.yLabel && height > 60
          ? html`<text
              class="muted"
              transform="translate(${(-left + 12).toFixed(1)} ${(height / 2).toFixed(1)}) rotate(-90)"
              text-anchor="middle"
              >${fitted(panel.yLabel, height)}</text
            >`
          : null
      }
      ${panel.xLabel && textAt('muted', (C * cellWidth) / 2, belowMap, fitted(panel.xLabel, width - left), 'middle')}
    </g>`;
  return { markup, height: top + height + (panel.xLabel ? 40 : 22) + (below ? 17 : 0) };
}

/** What the colours mean: a bar of all shades with figures below it. */
export function colourBar(scale: MapScale, width: number, theme: Theme): Drawn {
  const from = scale.kind === 'log' ? 0 : scale.low < 0 ? -1 : 0;
  const to = scale.kind === 'log' || scale.high > 0 ? 1 : 0;
  const count = 40;
  const barWidth = Math.min(300, width);
  const share = (i: number) => from + ((to - from) * i) / (count - 1);
  const colour = (at: number) => colourOf(scale.kind === 'log' ? -(0.06 + 0.94 * at) : at, theme);
  const lines = wrapped(scale.label, width);
  const top = lines.length * 16 + 4;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const markup = html`${linesOf('muted', lines, 12, 16)}
  ${Array.from(
    { length: count },
    (_, i) =>
      html`<rect
        x="${((i * barWidth) / count).toFixed(2)}"
        y="${top}"
        width="${(barWidth / count + 0.4).toFixed(2)}"
        height="12"
        fill="${rgb(colour(share(i)))}"
      />`,
  )}
  ${ticks.map((tick) => {
    const words = significant(valueAt(from + (to - from) * tick, scale), 2);
    return textAt(
      'muted',
      tick * barWidth,
      top + 27,
      words,
      tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle',
    );
  })}`;
  return { markup, height: top + 38 };
}
