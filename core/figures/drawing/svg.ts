import { sayIn } from '../../words/said/say-in.ts';
import type { Say } from '../../words/said/say.ts';
import { html, styleSheet, type Html } from './markup.ts';
import { ground, inks, over, readable, type Theme } from './colours.ts';
import type { Figure, FigureLook, Panel, Rule } from '../figure.ts';
import { looksOf } from './in-sight.ts';
import { drawBars, drawDots } from './svg-bars.ts';
import { shownAmong } from '../../words/number-format.ts';
import {
  curveClass,
  dashes,
  drawLines,
  lineMarkOf,
  markedLines,
  outsideLines,
  ruleDash,
} from './svg-lines.ts';
import { colourBar, drawMap, figureWidth, textCell } from './svg-map.ts';
import { textAt, type Drawn } from './svg-parts.ts';
import { fitted, inRows, textWidth, wrapped } from './text.ts';

const padding = 16;
const gap = 28;
/** A panel is no narrower than this beside others. */
const narrowest = { lines: 330, bars: 150, map: 240, dots: 300 } as const;
const least = (panel: Panel): number =>
  panel.kind === 'map' && (panel.figures || panel.texts)
    ? 150 + (panel.texts ? textCell : figureWidth) * panel.columns.length
    : narrowest[panel.kind];
/** From this width on a single plot has room for names at the ends of its curves. */
const namedFrom = 560;

function draw(
  panel: Panel,
  looks: readonly FigureLook[],
  width: number,
  theme: Theme,
  named: boolean,
  above: number,
  say: Say,
): Drawn {
  switch (panel.kind) {
    case 'lines':
      return drawLines(panel, looks, width, named, above, say);
    case 'bars':
      return drawBars(panel, width);
    case 'map':
      return drawMap(panel, width, theme);
    case 'dots':
      return drawDots(panel, looks, width);
  }
}

/** Names of the looks, and of the rules where no margin has them. */
function legend(
  looks: readonly FigureLook[],
  shown: readonly number[],
  rules: readonly Rule[],
  width: number,
  isMarked: boolean,
): Drawn {
  const longest = width - 40;
  const entries = [
    ...shown.map((look) => ({
      key: curveClass(look, looks[look].line),
      name: looks[look].label,
      look: isMarked ? look : null,
    })),
    ...rules.map(({ label, value, kind }) => ({
      key: `rule ${kind}`,
      name: `${label} ${shownAmong(value, [value])}`,
      look: null,
    })),
  ];
  const places = inRows(
    entries.map(({ name }) => 34 + Math.min(longest, textWidth(name)) + 20),
    width + 20,
  );
  const markup = html`${places.map(
    ({ x, row }, i) =>
      html`<g transform="translate(${x.toFixed(1)} ${row * 20 + 10})"
        ><path
          class="${entries[i].key}"
          d="M0 0H26"
        />${entries[i].look === null ? '' : lineMarkOf(entries[i].look, 13, 0)}${textAt('', 34, 4, fitted(entries[i].name, longest))}</g
      >`,
  )}`;
  return { markup, height: ((places.at(-1)?.row ?? -1) + 1) * 20 + 8 };
}

/** Everything below each other: title, legend or colour bar, panels in rows, notes. */
function layOut(figure: Figure, width: number, theme: Theme, keys = true): Drawn {
  const { looks, panels, language } = figure;
  const say = sayIn(language);
  const parts: Html[] = [];
  let y = 0;
  const put = ({ markup, height }: Drawn, x = 0) => {
    parts.push(html`<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${markup}</g>`);
    return height;
  };
  const lines = (text: string, kind: string, size: number, step: number) => {
    for (const each of wrapped(text, kind === 'title' ? width / 1.08 : width, size)) {
      parts.push(textAt(kind, 0, y + size, each));
      y += step;
    }
  };
  lines(figure.title, 'title', 15, 21);
  lines(figure.subtitle, 'muted', 12, 16);
  y += 8;
  const fewest = Math.max(...panels.map(least), 1);
  const across = Math.max(
    1,
    Math.min(figure.across, panels.length, Math.floor((width + gap) / (fewest + gap))),
  );
  const panelWidth = (width - (across - 1) * gap) / across;
  const named = panels.length === 1 && panels[0].kind === 'lines' && width >= namedFrom;
  const shown = panels.some(({ kind }) => kind === 'map' || kind === 'dots') ? [] : looksOf(panels);
  const rules = [
    ...new Map(
      panels
        .flatMap((panel) => (panel.kind === 'lines' ? panel.rules : []))
        .map((rule) => [rule.label, rule]),
    ).values(),
  ];
  const keyed = keys ? shown : [];
  const isMarked = !named && panels.some((panel) => panel.kind === 'lines' && markedLines(panel).length > 0);
  if (!named && keyed.length + rules.length > 0 && shown.length > 0)
    y += put(legend(looks, keyed, rules, width, isMarked)) + 6;
  const first = panels[0];
  if (first?.kind === 'map') y += put(colourBar(first.colours, width, theme)) + 6;
  for (let from = 0; from < panels.length; from += across) {
    const row = panels.slice(from, from + across);
    const above = Math.max(
      0,
      ...row.map((panel) => (panel.kind === 'lines' ? outsideLines(panel, looks, say).above.length : 0)),
    );
    const heights = row.map((panel, i) =>
      put(draw(panel, looks, panelWidth, theme, named, above, say), i * (panelWidth + gap)),
    );
    y += Math.max(...heights) + 12;
  }
  for (const note of figure.notes) lines(note, 'muted', 12, 16);
  return { markup: html`${parts}`, height: y + 4 };
}

const faces = 'Inter,system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif';

/** Rules of a figure. @param colour of a name of the theme, as a plain colour or a variable of the page */
const sheet = (scope: string, colour: (name: string) => string): string =>
  [
    `text{font:12px ${faces};font-variant-numeric:tabular-nums;fill:${colour('text')}}`,
    `.title{font-size:15px;font-weight:600}`,
    `.head{font-size:13px;font-weight:600}`,
    `.muted{fill:${colour('muted')}}`,
    `.name{font-weight:600}`,
    `.target-name{fill:${colour('accent')}}`,
    `.grid{stroke:${colour('grid')};fill:none}`,
    `.axis{stroke:${colour('muted')};fill:none}`,
    `.rule{stroke:${colour('muted')};stroke-dasharray:${ruleDash.join(' ')};fill:none}`,
    `.rule.target{stroke:${colour('accent')};stroke-dasharray:none;stroke-width:1.5}`,
    `.leader{stroke:${colour('muted')};stroke-opacity:.5;fill:none}`,
    `.curve{fill:none;stroke-width:2.2;stroke-linejoin:round}`,
    `.curve.fine{stroke-width:1;stroke-opacity:.55}`,
    `.dashed{stroke-dasharray:${dashes.dashed.join(' ')}}`,
    `.dotted{stroke-dasharray:${dashes.dotted.join(' ')}}`,
    `.cross{stroke-width:2.4;fill:none}`,
    `.ring,.line-mark{stroke-width:2;fill:${colour('panel')}}`,
    `.interval{stroke-width:2.4;fill:none}`,
    `.small-dot{fill-opacity:.4}`,
    `.whisker{stroke:${colour('text')};stroke-width:1.1;fill:none}`,
    `.whisker+.dot{stroke:${colour('panel')};stroke-width:.8}`,
    `.seed{fill:${colour('muted')};fill-opacity:.75}`,
    `.rope{fill:${colour('muted')};fill-opacity:.32}`,
    `.region{fill-opacity:.08}`,
    `.strip{fill:${colour('grid')}}`,
    `.frame{fill:none;stroke:${colour('text')};stroke-width:.8}`,
    `.on-dark{fill:${inks.dark}}`,
    `.on-light{fill:${inks.light}}`,
  ]
    .map((rule) => scope + rule)
    .join('\n');

/** Rules of the looks of a figure, as plain colours. */
function lookRules(looks: readonly FigureLook[], theme: Theme): string {
  const { panel } = ground(theme);
  return looks
    .map(({ [theme]: own }, i) =>
      [
        `.curve.arm-${i},.cross.arm-${i},.ring.arm-${i},.line-mark.arm-${i},.interval.arm-${i}{stroke:${own}}`,
        `.dot.arm-${i},.small-dot.arm-${i},.bar.arm-${i},.region.arm-${i},.line-mark.full.arm-${i}{fill:${own}}`,
        `.name.arm-${i}{fill:${readable(own, theme)}}`,
        `.band.arm-${i}{fill:${over(own, 0.2, panel)};stroke:${over(own, 0.45, panel)}}`,
      ].join(''),
    )
    .join('\n');
}

/**
 * The style of figures within a page that has the theme's names as variables (`--text`, `--muted`, `--line`, `--grid`,
 * `--accent`, `--panel`) and those of `pageLooks`.
 */
export const pageFigureStyle = `${sheet('.figure ', (name) => `var(--${name})`)}
.figure .curve,.figure .cross,.figure .ring,.figure .line-mark,.figure .interval{stroke:var(--arm)}
.figure .dot,.figure .small-dot,.figure .bar,.figure .region,.figure .line-mark.full{fill:var(--arm)}
.figure .name[class*=arm-]{fill:var(--arm-text)}
.figure .band{fill:color-mix(in srgb,var(--arm) 20%,var(--panel));stroke:color-mix(in srgb,var(--arm) 45%,var(--panel))}`;

/** The variables of the looks of a page's figures: `--arm` for shapes and `--arm-text` for words. */
export const pageLooks = (looks: readonly FigureLook[], theme: Theme): string =>
  looks
    .map((look, i) => `.arm-${i}{--arm:${look[theme]};--arm-text:${readable(look[theme], theme)}}`)
    .join('');

const spoken = ({ title, subtitle }: Figure) => (subtitle === '' ? title : `${title}: ${subtitle}`);

/**
 * A figure for a page that has `pageFigureStyle` in its style sheet; it scales with the page. What stands below it, title
 * and notes, is not in the picture again.
 * @param keys whether it says which line is which; of a page that has said it, it need not
 */
export function pageSvg(figure: Figure, width: number, keys = true): Html {
  const { markup, height } = layOut({ ...figure, title: '', subtitle: '', notes: [] }, width, 'light', keys);
  return html`<svg
    class="figure"
    viewBox="0 0 ${width} ${Math.ceil(height)}"
    role="img"
    aria-label="${spoken(figure)}"
  >
    ${markup}
  </svg>`;
}

/** The panels of a figure of cells, in their order, each for a page as `pageSvg` makes it. */
export const pageCells = ({ looks, panels, language }: Figure, width: number): Html[] =>
  panels.map((panel) => {
    const { markup, height } = draw(panel, looks, width, 'light', false, 0, sayIn(language));
    return html`<svg
      class="figure"
      viewBox="0 0 ${width} ${height}"
      ${panel.title === '' ? html`aria-hidden="true"` : html`role="img" aria-label="${panel.title}"`}
    >
      ${markup}
    </svg>`;
  });

/** A figure as a file that stands on its own: plain colours, which drawing programs read too; nothing is loaded. */
export function standaloneSvg(
  figure: Figure,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): string {
  const { markup, height } = layOut(figure, width - 2 * padding, theme);
  const [w, h] = [Math.ceil(width), Math.ceil(height + 2 * padding)];
  const named = ground(theme);
  const style = `${sheet('', (name) => named[name])}\n${lookRules(figure.looks, theme)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    html`<svg
      xmlns="http://www.w3.org/2000/svg"
      width="${w}"
      height="${h}"
      viewBox="0 0 ${w} ${h}"
      role="img"
    >
      <title>${spoken(figure)}</title>
      ${styleSheet(style)}
      <rect width="${w}" height="${h}" fill="${named['panel']}" />
      <g transform="translate(${padding} ${padding})">${markup}</g>
    </svg>`.markup
  }\n`;
}

/** Width of a figure as a file: what fits a page or a slide, px. */
export const pictureWidth = 1100;

/** The picture of a figure that is copied, exported or archived: one, on white as paper is. */
export const pictureOf = (figure: Figure): string =>
  standaloneSvg(figure, { width: pictureWidth, theme: 'light' });
