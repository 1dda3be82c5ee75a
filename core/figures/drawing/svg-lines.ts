import { inEnglish, type Say } from '../../words/said/say.ts';
import { area, line } from 'd3-shape';
import { html, type Html } from './markup.ts';
import { extent, isWithin } from '../domain.ts';
import type { FigureLook, LinesPanel, LineSeries } from '../figure.ts';
import { scaleOf, tickGap, valueOn, type Places, type Scale } from './scales.ts';
import { linesOf, lineStep, middleLines, textAt, type Drawn } from './svg-parts.ts';
import { boldWidth, fitted, spread, textWidth, twoLines, wrapped } from './text.ts';

export const labelGap = 16;
const axisHeight = 44;

/** Dash and gap of a line in every picture, and of a rule that is no target. */
export const dashes = { solid: [], dashed: [7, 5], dotted: [2, 3] } as const;
export const ruleDash = [2, 4] as const;

/** Classes of a curve, in the plot and in a legend alike. */
export const curveClass = (look: number, line: FigureLook['line'], weight: LineSeries['weight'] = 'strong') =>
  `curve ${weight} arm-${look}${line === 'solid' ? '' : ` ${line}`}`;

/** What a series is called, with the part of its look that it is. */
export const nameOf = (
  { name, part, look }: LineSeries,
  looks: readonly FigureLook[],
  say: Say = inEnglish,
): string => say.names([name ?? looks[look].label, ...(part === undefined ? [] : [say.of(part)])]);

/** How a series is drawn: as its look says, fine ones solid, unless it says so itself. */
export const lineOf = (
  { line, weight, look }: LineSeries,
  looks: readonly FigureLook[],
): FigureLook['line'] => line ?? (weight === 'strong' ? looks[look].line : 'solid');

interface Plot {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
}

const indices = ({ x }: LineSeries) => Array.from({ length: x.length }, (_, i) => i);

function bandOf(series: LineSeries, { x, y }: Plot): Html | null {
  const { low, high } = series;
  if (!low || !high) return null;
  const path = area<number>()
    .defined(
      (i) =>
        Number.isFinite(x.at(series.x[i])) && Number.isFinite(y.at(low[i])) && Number.isFinite(y.at(high[i])),
    )
    .x((i) => x.at(series.x[i]))
    .y0((i) => y.at(low[i]))
    .y1((i) => y.at(high[i]))
    .digits(1)(indices(series));
  return path ? html`<path class="band arm-${series.look}" d="${path}" />` : null;
}

/**
 * Shapes of the looks in turn, within 4.5 px: print without colour needs more than dashes. Closed and of straight lines,
 * as the signs at points, a ring and a cross, are not.
 */
const shapes = [
  'M-3.2 -3.2H3.2V3.2H-3.2Z',
  'M0 -4L4 3.2H-4Z',
  'M0 -4.5L4.5 0L0 4.5L-4.5 0Z',
  'M0 4L4 -3.2H-4Z',
  'M-1.8 -4.5H1.8V4.5H-1.8Z',
  'M-4.5 -1.8H4.5V1.8H-4.5Z',
];
/** Looks that are told apart by their marks: each shape hollow, then each filled. */
const different = 2 * shapes.length;
/** Marks on a line. */
const marksOnLine = 4;

/** The mark of a look, on its line and in a legend. */
export const lineMarkOf = (look: number, x: number, y: number): Html =>
  html`<path
    class="line-mark${look % different >= shapes.length ? ' full' : ''} arm-${look}"
    transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"
    d="${shapes[look % shapes.length]}"
  />`;

/** The lines of a plot that have marks: with names at them too, so that a page need not say again which is whose. */
export function markedLines({ series }: LinesPanel): readonly LineSeries[] {
  const strong = series.filter(({ weight }) => weight === 'strong');
  return new Set(strong.map(({ look }) => look)).size > 1 ? strong : [];
}

/** A few of them along what is in sight of a line, each look a little further on, so that lines on each other show theirs. */
function marksOf({ x: xs, y: ys, look }: LineSeries, { x, y, width, height }: Plot): Html[] {
  const there = Array.from(xs, (_, i) => [x.at(xs[i]), y.at(ys[i])] as const).filter(
    ([across, down]) => across >= 0 && across <= width && down >= 0 && down <= height,
  );
  const places = Array.from({ length: marksOnLine }, (_, k) =>
    Math.floor(((k + 0.25 + (look % different) / (2 * different)) / marksOnLine) * there.length),
  );
  return [...new Set(places)].flatMap((i) => (there[i] ? lineMarkOf(look, ...there[i]) : []));
}

/** Whether a point lies between two gaps: no line shows it. @param has whether there is a point */
export const isAlone = (has: (i: number) => boolean, i: number): boolean =>
  has(i) && !has(i - 1) && !has(i + 1);

/** The line; a point between two gaps, which has no line, as a dot. */
function curveOf(series: LineSeries, style: FigureLook['line'], { x, y }: Plot): Html {
  const all = indices(series);
  const has = (i: number) => Number.isFinite(x.at(series.x[i])) && Number.isFinite(y.at(series.y[i]));
  const path = line<number>()
    .defined(has)
    .x((i) => x.at(series.x[i]))
    .y((i) => y.at(series.y[i]))
    .digits(1)(all);
  const alone = all.filter((i) => isAlone(has, i));
  return html`<path class="${curveClass(series.look, style, series.weight)}" d="${path ?? ''}" />${alone.map(
      (i) =>
        html`<circle
          class="dot arm-${series.look}"
          cx="${x.at(series.x[i]).toFixed(1)}"
          cy="${y.at(series.y[i]).toFixed(1)}"
          r="${series.weight === 'fine' ? 2 : 3.5}"
        />`,
    )}`;
}

/** The last value that there is, with its x. */
export function endOf({ x, y }: LineSeries): { readonly x: number; readonly y: number } | null {
  for (let i = x.length - 1; i >= 0; i--) if (Number.isFinite(y[i])) return { x: x[i], y: y[i] };
  return null;
}

/** What of the strong lines lies above or below the axis, in words. */
function outside({ series, x, y }: LinesPanel, looks: readonly FigureLook[], say: Say): Outside[] {
  const [low, high] = y.domain;
  return series.flatMap((each) => {
    if (each.weight !== 'strong') return [];
    const found = extent(Array.from(each.y));
    if (!found) return [];
    const name = nameOf(each, looks, say);
    const first = Array.from(each.y).find(Number.isFinite)!;
    const words = (value: number) =>
      value === first && x.whole
        ? say`${name} starts at ${valueOn(y, value, y.domain)}`
        : say`${name} reaches ${valueOn(y, value, y.domain)}`;
    return [
      ...(found[1] > high ? [{ look: each.look, above: true, text: `▲ ${words(found[1])}` }] : []),
      ...(found[0] < low ? [{ look: each.look, above: false, text: `▼ ${words(found[0])}` }] : []),
    ];
  });
}

interface Outside {
  readonly look: number | null;
  readonly above: boolean;
  readonly text: string;
}

/** Class of the words about a look, or about none. */
const nameClass = (look: number | null) => (look === null ? 'muted' : `name arm-${look}`);

/** Most lines about what lies outside at one edge. */
const mostOutside = 3;

const fewOf = (all: readonly Outside[], say: Say): readonly Outside[] =>
  all.length <= mostOutside
    ? all
    : [
        ...all.slice(0, mostOutside - 1),
        {
          look: null,
          above: all[0].above,
          text: `${all[0].above ? '▲' : '▼'} ${say`and ${all.length - mostOutside + 1} more`}`,
        },
      ];

interface EndLabel {
  readonly text: string;
  readonly full: string;
  readonly look: number | null;
  readonly target: boolean;
  /** Where its curve ends or its rule lies, on the axis. */
  readonly value: number;
}

/** Names at the right: of the curves at their ends, and of the rules. */
export function endLabels(
  { series, rules, y: axis }: LinesPanel,
  looks: readonly FigureLook[],
  say: Say = inEnglish,
): EndLabel[] {
  const [low, high] = axis.domain;
  // What lies outside has no say in how finely the others are told apart.
  const values = [
    ...series.flatMap((each) => each.named ?? endOf(each)?.y ?? []),
    ...rules.map(({ value }) => value),
  ].filter((value) => isWithin(value, axis.domain));
  const shown = (value: number) => {
    const arrow = value > high ? '↑ ' : value < low ? '↓ ' : '';
    return arrow + valueOn(axis, value, values);
  };
  const named = series.filter(({ weight }) => weight === 'strong');
  return [
    ...named.flatMap((each): EndLabel[] => {
      const end = each.named ?? endOf(each)?.y;
      if (end === undefined || !Number.isFinite(end)) return [];
      const full = `${shown(end)}  ${nameOf(each, looks, say)}${each.end ? `, ${each.end}` : ''}`;
      return [{ text: full, full, look: each.look, target: false, value: end }];
    }),
    ...rules
      .filter(({ value }) => axis.scale === 'linear' || value > 0)
      .map(({ label, value, kind }): EndLabel => ({
        ...{ text: `${shown(value)}  ${label}`, full: label },
        ...{ look: null, target: kind === 'target', value },
      })),
  ];
}

/** Room for such names beside a plot. @param width of plot and names */
export const endRoom = (labels: readonly EndLabel[], width: number): number =>
  Math.min(0.45 * width, Math.max(60, ...labels.map(({ text }) => boldWidth(text) + 22)));

/** Room of the words in it. */
export const endWords = (room: number): number => (room - 18) / 1.08;

/**
 * Where on a plot such names belong, and where they stand: apart, and above the figures of the x axis.
 * @param at pixels from the top of the plot
 * @param gap between two names
 */
export function endPlaces(
  labels: readonly EndLabel[],
  at: Places['at'],
  height: number,
  gap = labelGap,
): { readonly end: number; readonly place: number }[] {
  const ends = labels.map(({ value }) => {
    const end = at(value);
    return Math.min(height, Math.max(0, Number.isFinite(end) ? end : height));
  });
  const places = spread(ends, gap, gap / 2 - 4, height + 4 - gap / 2);
  return ends.map((end, i) => ({ end, place: places[i] }));
}

/** Lines of text above and below the plot: all that lies outside, as many as there is room for. */
export function outsideLines(panel: LinesPanel, looks: readonly FigureLook[], say: Say = inEnglish) {
  const out = outside(panel, looks, say);
  return {
    above: fewOf(
      out.filter((each) => each.above),
      say,
    ),
    below: fewOf(
      out.filter((each) => !each.above),
      say,
    ),
  };
}

/**
 * One plot of curves over an axis.
 * @param named names and last values stand in the right margin
 * @param keptAbove lines that are kept free above the plot, so that plots beside each other stand at one height
 */
export function drawLines(
  panel: LinesPanel,
  looks: readonly FigureLook[],
  width: number,
  named: boolean,
  keptAbove: number,
  say: Say,
): Drawn {
  const { title, series, rules, marks, regions } = panel;
  const heads = wrapped(title, width / 1.08, 13);
  const { above, below } = outsideLines(panel, looks, say);
  const yLabel = wrapped(panel.y.label + (panel.y.scale === 'log' ? say`, logarithmic` : ''), width);
  const top = heads.length * 18 + yLabel.length * 16 + Math.max(keptAbove, above.length) * 17 + 10;
  const labels = named ? endLabels(panel, looks, say) : [];
  const room = named ? endRoom(labels, width) : 14;
  const words = labels.map(({ text }) => twoLines(text, endWords(room)));
  const gap = words.some((lines) => lines.length > 1) ? labelGap + lineStep : labelGap;
  // Names stand one below the other: the plot is as high as they need.
  const height = Math.round(Math.max(Math.min(360, Math.max(170, width * 0.4)), gap * labels.length));
  // The widest figure of the y axis says where the plot begins, and the longest name where it ends.
  const y = scaleOf(panel.y, [height, 0], tickGap.y);
  const left = 14 + Math.max(...y.ticks.map(({ label }) => textWidth(label)), 10);
  const plotWidth = width - left - room;
  const x = scaleOf(panel.x, [0, plotWidth], tickGap.x);
  const plot: Plot = { width: plotWidth, height, x, y };
  const marked = markedLines(panel);
  const places = endPlaces(labels, y.at, height, gap);
  const empty = series.every((each) => endOf(each) === null);
  const xs = x.ticks.filter(({ place }) => place >= -0.5 && place <= plotWidth + 0.5);
  const bottom = height + axisHeight + below.length * 17;
  const outsideFrom = (out: readonly Outside[], first: number) =>
    out.map(({ look, text }, i) =>
      textAt(nameClass(look), left, first + 17 * i, fitted(text, (width - left) / 1.08)),
    );
  const xLabel = panel.x.label + (panel.x.scale === 'log' ? say`, logarithmic` : '');
  const markup = html`${linesOf('head', heads, 13, 18)}
    ${linesOf('muted', yLabel, heads.length * 18 + 12, 16)}
    ${outsideFrom(above, top - 6 - 17 * (above.length - 1))}
    <g transform="translate(${left.toFixed(1)} ${top})">
      ${regions.map(
        ({ look, low, high }) =>
          html`<rect
            class="region arm-${look}"
            x="${x.at(low).toFixed(1)}"
            width="${Math.max(1, x.at(high) - x.at(low)).toFixed(1)}"
            height="${height}"
          />`,
      )}
      ${y.ticks.map(
        ({ place, label }) =>
          html`<path class="grid" d="M0 ${place.toFixed(1)}H${plotWidth.toFixed(1)}" />
            ${textAt('muted', -8, place + 4, label, 'end')}`,
      )}
      ${xs.map(
        ({ place, label }) =>
          html`<path class="axis" d="M${place.toFixed(1)} ${height}v5" />
            ${textAt('muted', place, height + 19, label, 'middle')}`,
      )}
      <path class="axis" d="M0 ${height}H${plotWidth.toFixed(1)}" />
      ${textAt('muted', plotWidth / 2, height + 38, fitted(xLabel, plotWidth + room), 'middle')}
      <svg width="${plotWidth.toFixed(1)}" height="${height}">
        ${series.map((each) => bandOf(each, plot))}
        ${rules.map(({ value, kind }) =>
          isWithin(value, panel.y.domain)
            ? html`<path class="rule ${kind}" d="M0 ${y.at(value).toFixed(1)}H${plotWidth.toFixed(1)}" />`
            : null,
        )}
        ${series.map((each) => curveOf(each, lineOf(each, looks), plot))}
        ${marked.map((each) => marksOf(each, plot))}
      </svg>
      ${marks.map(({ look, x: at, y: value, kind }) => {
        const place = Math.min(height - 5, Math.max(5, Number.isFinite(y.at(value)) ? y.at(value) : 5));
        return html`<path
          class="${kind} arm-${look}"
          transform="translate(${x.at(at).toFixed(1)} ${place.toFixed(1)})"
          d="${kind === 'cross' ? 'M-5-5L5 5M-5 5L5-5' : 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0'}"
        />`;
      })}
      ${labels.map(({ full, look, target }, i) => {
        const { end, place } = places[i];
        const kind = target ? 'name target-name' : nameClass(look);
        return html`<path
            class="leader"
            d="M${plotWidth.toFixed(1)} ${end.toFixed(1)}L${(plotWidth + 12).toFixed(1)} ${place.toFixed(1)}"
          />
          ${middleLines(kind, plotWidth + 16, place, words[i], full)}`;
      })}
      ${empty && textAt('muted', plotWidth / 2, height / 2, say`nothing was measured`, 'middle')}
    </g>
    ${outsideFrom(below, top + height + axisHeight + 12)}`;
  return { markup, height: top + bottom };
}
