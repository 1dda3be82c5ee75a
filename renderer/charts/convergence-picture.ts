import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ArmLook } from '../../core/contract/arm-look.ts';
import type { AxisRange } from './axis-range.ts';
import type { Baseline } from './baselines.ts';
import { at, dash, escaped, picture } from './drawn-pictures.ts';
import type { Point } from '../../core/figures/thin.ts';
import type { ArmCurve } from './yardstick-series.ts';

export interface ConvergencePicture {
  readonly title: string;
  /** Seeds, band, smoothing and learning-rate policy. */
  readonly note: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly x: AxisRange;
  readonly y: AxisRange;
  readonly curves: readonly (ArmCurve & { readonly look: ArmLook })[];
  readonly baselines: readonly Baseline[];
  readonly target: number;
}

type Scale = ScaleContinuousNumeric<number, number>;

const [width, left, right, plotHeight] = [920, 62, 20, 340];

const scaleOf = ({ low, high, logarithmic }: AxisRange, range: [number, number]): Scale =>
  logarithmic ? scaleLog([low, high], range) : scaleLinear([low, high], range);

/** The convergence chart as it is in sight, on white, with all that it rests on. */
export function convergencePicture(drawn: ConvergencePicture): string {
  const notes = wrapped(drawn.note, 150);
  const legendTop = 42 + 15 * notes.length;
  const entries = legendPlaces(drawn.curves.map(({ label }) => label));
  const top = legendTop + 18 * ((entries.at(-1)?.row ?? 0) + 1) + 14;
  const bottom = top + plotHeight;
  const x = scaleOf(drawn.x, [left, width - right]);
  const y = scaleOf(drawn.y, [bottom, top]);
  const muted = 'fill="#5b6672"';
  const body = [
    ...notes.map((text, i) => `<text x="16" y="${42 + 15 * i}" ${muted}>${escaped(text)}</text>`),
    `<clipPath id="plot"><rect x="${left}" y="${top}" width="${width - left - right}" height="${plotHeight}"/></clipPath>`,
    ...entries.map(({ x: from, row }, i) => {
      const { label, look } = drawn.curves[i]!;
      const place = legendTop + 18 * row;
      return `<path d="M${at(from)} ${place}h22" stroke="${look.light}" stroke-width="2.2"${dash(look)}/><text x="${at(from + 28)}" y="${place + 4}">${escaped(label)}</text>`;
    }),
    ...ticksOf(y, drawn.y).map(
      ({ value, label }) =>
        `<path d="M${left} ${at(y(value))}H${width - right}" stroke="#dfe3e8"/><text x="${left - 6}" y="${at(y(value) + 4)}" text-anchor="end" ${muted}>${label}</text>`,
    ),
    ...ticksOf(x, drawn.x).map(
      ({ value, label }) =>
        `<path d="M${at(x(value))} ${bottom}v4" stroke="#8b95a3"/><text x="${at(x(value))}" y="${bottom + 17}" text-anchor="middle" ${muted}>${label}</text>`,
    ),
    '<g clip-path="url(#plot)">',
    ...drawn.baselines.map(({ label, value, place }) =>
      ruler(`${label} ${value.toFixed(2)}`, y(value), place),
    ),
    ruler(`target ${drawn.target.toFixed(2)}`, y(drawn.target), 0.9),
    ...drawn.curves.map((curve) => curveMarkup(curve, x, y)),
    '</g>',
    `<text x="16" y="${top - 6}" ${muted}>${escaped(drawn.yTitle)}${drawn.y.logarithmic ? ', logarithmic' : ''}</text>`,
    `<text x="${(left + width - right) / 2}" y="${bottom + 36}" text-anchor="middle" ${muted}>${escaped(drawn.xTitle)}${drawn.x.logarithmic ? ', logarithmic' : ''}</text>`,
  ];
  return picture(width, bottom + 50, drawn.title, body.join(''));
}

function curveMarkup(
  { look, mean, low, high, raw, traces, training, divergences }: ConvergencePicture['curves'][number],
  x: Scale,
  y: Scale,
): string {
  const path = line<Point>()
    .defined(
      (point) => Number.isFinite(x(point.x)) && Number.isFinite(point.y) && Number.isFinite(y(point.y)),
    )
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1);
  const band = area<{ x: number; low: number; high: number }>()
    .defined((point) => Number.isFinite(y(point.low)) && Number.isFinite(y(point.high)))
    .x((point) => x(point.x))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high))
    .digits(1);
  const between = low.map((point, i) => ({ x: point.x, low: point.y, high: high[i]?.y ?? NaN }));
  const faint = [raw ?? [], ...(traces ?? [])].filter((points) => points.length > 0);
  const crosses = divergences.filter((point) => Number.isFinite(x(point.x)) && Number.isFinite(y(point.y)));
  return [
    `<path d="${band(between) ?? ''}" fill="${look.light}" fill-opacity="0.15"/>`,
    ...faint.map(
      (points) => `<path d="${path(points) ?? ''}" fill="none" stroke="${look.light}" stroke-opacity="0.4"/>`,
    ),
    ...(training?.length
      ? [
          `<path d="${path(training) ?? ''}" fill="none" stroke="${look.light}" stroke-opacity="0.6" stroke-dasharray="2 2"/>`,
        ]
      : []),
    `<path d="${path(mean) ?? ''}" fill="none" stroke="${look.light}" stroke-width="1.8"${dash(look)}/>`,
    ...crosses.map(
      (point) =>
        `<path d="M-5-5L5 5M-5 5L5-5" transform="translate(${at(x(point.x))} ${at(y(point.y))})" stroke="${look.light}" stroke-width="2"/>`,
    ),
  ].join('');
}

/** A dotted line across the plot with its name; nothing where it has no place. */
function ruler(label: string, y: number, place: number): string {
  if (!Number.isFinite(y)) return '';
  const x = left + place * (width - left - right);
  return `<path d="M${left} ${at(y)}H${width - right}" stroke="#5b6672" stroke-dasharray="2 4"/><text x="${at(x)}" y="${at(y - 3)}" text-anchor="${place > 0.5 ? 'end' : 'start'}" font-size="10" fill="#5b6672">${escaped(label)}</text>`;
}

function ticksOf(scale: Scale, { logarithmic }: AxisRange): { value: number; label: string }[] {
  const all = scale.ticks(8);
  const powers = all.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
  const chosen =
    logarithmic && powers.length > 1 ? powers : all.filter((_, i) => i % Math.ceil(all.length / 10) === 0);
  return chosen.map((value) => ({ value, label: String(Number(value.toPrecision(6))) }));
}

function legendPlaces(labels: readonly string[]): { x: number; row: number }[] {
  let [x, row] = [left, 0];
  return labels.map((label) => {
    const needed = 46 + label.length * 6.4;
    if (x > left && x + needed > width) [x, row] = [left, row + 1];
    const place = { x, row };
    x += needed;
    return place;
  });
}

/** Lines of at most so many letters, broken between words. */
function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
