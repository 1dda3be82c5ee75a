import { dashLengths, type ArmLook } from '../../core/contract/arm-look.ts';
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Histogram } from '../../core/network/histogram.ts';

/** Pictures of what the screen draws on a canvas or as a table, standing by themselves, for export. On white. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign]!);
export const at = (value: number) => value.toFixed(1);

/** An SVG element of its own with a title; `body` must be markup already. */
export function picture(width: number, height: number, title: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${at(width)}" height="${at(height)}" viewBox="0 0 ${at(width)} ${at(height)}" font-family="Inter, system-ui, sans-serif" font-size="11" fill="#1b2027"><rect width="100%" height="100%" fill="#ffffff"/><text x="16" y="24" font-size="14" font-weight="600">${escaped(title)}</text>${body}</svg>`;
}

export interface PictureCurve {
  readonly label: string;
  readonly look: ArmLook;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Ends of the band at each point; empty for none. */
  readonly low: readonly { readonly x: number; readonly y: number }[];
  readonly high: readonly { readonly x: number; readonly y: number }[];
}

export interface CurveAxes {
  readonly x: string;
  readonly y: string;
  readonly logarithmic: boolean;
}

export const dash = ({ line }: ArmLook) =>
  line === 'solid' ? '' : ` stroke-dasharray="${dashLengths[line]}"`;

/** Curves against steps, with bands, a legend and titled axes. */
export function curvesPicture(title: string, axes: CurveAxes, curves: readonly PictureCurve[]): string {
  const [width, left, right, top, plotHeight] = [860, 70, 20, 70, 320];
  const usable = (y: number) => Number.isFinite(y) && (!axes.logarithmic || y > 0);
  const values = curves.flatMap(({ points }) => points).filter(({ y }) => usable(y));
  const extent = (numbers: readonly number[]): [number, number] =>
    numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [axes.logarithmic ? 0.1 : 0, 1];
  const [low, high] = extent(values.map(({ y }) => y));
  const [, furthest] = extent(values.map(({ x }) => x));
  const x = scaleLinear([0, furthest || 1], [left, width - right]);
  const y = axes.logarithmic
    ? scaleLog([low / 1.2, high * 1.2], [top + plotHeight, top])
    : scaleLinear([Math.min(low, 0), high === low ? low + 1 : high], [top + plotHeight, top]);
  const ticks = axes.logarithmic
    ? y.ticks(6).filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9)
    : y.ticks(6);
  const grid = (ticks.length > 1 ? ticks : y.ticks(4))
    .map(
      (tick) =>
        `<path d="M${left} ${at(y(tick))}H${width - right}" stroke="#dfe3e8"/><text x="${left - 6}" y="${at(y(tick) + 4)}" text-anchor="end" fill="#5b6672">${String(Number(tick.toPrecision(3)))}</text>`,
    )
    .join('');
  const steps = x
    .ticks(8)
    .map(
      (tick) =>
        `<text x="${at(x(tick))}" y="${top + plotHeight + 16}" text-anchor="middle" fill="#5b6672">${tick}</text>`,
    )
    .join('');
  const path = line<{ x: number; y: number }>()
    .defined((point) => usable(point.y))
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1);
  const band = area<{ x: number; low: number; high: number }>()
    .defined((point) => usable(point.low) && usable(point.high))
    .x((point) => x(point.x))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high))
    .digits(1);
  const drawn = curves
    .map(({ look, points, low: lows, high: highs }) => {
      const between = lows.map((point, i) => ({ x: point.x, low: point.y, high: highs[i]?.y ?? NaN }));
      return `<path d="${band(between) ?? ''}" fill="${look.light}" fill-opacity="0.15"/><path d="${path(points) ?? ''}" fill="none" stroke="${look.light}" stroke-width="1.8"${dash(look)}/>`;
    })
    .join('');
  let legendX = left;
  const legend = curves
    .map(({ label, look }) => {
      const from = legendX;
      legendX += 44 + label.length * 6.4;
      return `<path d="M${at(from)} 46h22" stroke="${look.light}" stroke-width="2.2"${dash(look)}/><text x="${at(from + 28)}" y="50">${escaped(label)}</text>`;
    })
    .join('');
  const titles = `<text x="16" y="${top - 8}" fill="#5b6672">${escaped(axes.y)}</text><text x="${width / 2}" y="${top + plotHeight + 36}" text-anchor="middle" fill="#5b6672">${escaped(axes.x)}</text>`;
  const clip = `<clipPath id="plot"><rect x="${left}" y="${top}" width="${width - left - right}" height="${plotHeight}"/></clipPath>`;
  return picture(
    Math.max(width, legendX + 20),
    top + plotHeight + 52,
    title,
    `${clip}${legend}${grid}${steps}<g clip-path="url(#plot)">${drawn}</g>${titles}`,
  );
}

/** A square table of values between −1 and 1, tinted blue above 0 and orange below. */
export function cellsPicture(title: string, labels: readonly string[], values: Float64Array): string {
  const [left, top, cellWidth, cellHeight] = [200, 130, 76, 32];
  const L = labels.length;
  const cells = Array.from(values, (value, i) => {
    const known = Number.isFinite(value);
    const strength = known ? 0.45 * Math.min(1, Math.abs(value)) : 0;
    const [x, y] = [left + (i % L) * cellWidth, top + Math.floor(i / L) * cellHeight];
    return `<rect x="${x}" y="${y}" width="${cellWidth}" height="${cellHeight}" fill="${value < 0 ? '#d55e00' : '#2f6feb'}" fill-opacity="${strength.toFixed(2)}" stroke="#dfe3e8"/><text x="${x + cellWidth - 10}" y="${y + 21}" text-anchor="end" font-size="12">${known ? value.toFixed(2).replace('-', '−') : '–'}</text>`;
  });
  const names = labels.map(
    (label, i) =>
      `<text x="${left - 10}" y="${top + i * cellHeight + 21}" text-anchor="end" font-size="12">${escaped(label)}</text><text transform="translate(${left + (i + 0.4) * cellWidth} ${top - 8}) rotate(-30)">${escaped(label)}</text>`,
  );
  return picture(
    left + L * cellWidth + 110,
    top + L * cellHeight + 20,
    title,
    names.join('') + cells.join(''),
  );
}

/** Histograms side by side, heights on a logarithmic scale as on the screen. */
export function barsPicture(
  title: string,
  groups: readonly { readonly label: string; readonly look: ArmLook; readonly histogram: Histogram }[],
): string {
  const [width, height, gap, top] = [200, 90, 24, 60];
  const body = groups.map(({ label, look, histogram: { low, high, counts } }, g) => {
    const left = 20 + g * (width + gap);
    const tallest = Math.log1p(Math.max(1, ...counts));
    const bar = width / counts.length;
    const bars = counts.map((count, i) => {
      const size = (Math.log1p(count) / tallest) * height;
      return `<rect x="${at(left + i * bar)}" y="${at(top + height - size)}" width="${at(bar * 0.85)}" height="${at(size)}" fill="${look.light}"/>`;
    });
    const axis = `<path d="M${left} ${top + height}h${width}" stroke="#5b6672"/><text x="${left}" y="${top + height + 14}" fill="#5b6672">${low.toPrecision(3)}</text><text x="${left + width}" y="${top + height + 14}" text-anchor="end" fill="#5b6672">${high.toPrecision(3)}</text>`;
    return `<text x="${left}" y="${top - 8}">${escaped(label)}</text>${bars.join('')}${axis}`;
  });
  const note = `<text x="20" y="${top + height + 34}" fill="#5b6672">counts; heights on a logarithmic scale</text>`;
  return picture(20 + groups.length * (width + gap), top + height + 46, title, body.join('') + note);
}

/** Triangles of ‖∂E_τ/∂h_t‖, a rectangle for each pair of steps, on one logarithmic scale. */
export function trianglesPicture(
  title: string,
  groups: readonly { readonly label: string; readonly shares: Float64Array }[],
  range: string,
): string {
  const side = 220;
  const body = groups.map(({ label, shares }, g) => {
    const left = 20 + g * (side + 24);
    const T = Math.round(Math.sqrt(shares.length));
    const cell = side / T;
    const cells = Array.from(shares, (share, i) =>
      Number.isNaN(share)
        ? ''
        : `<rect x="${at(left + (i % T) * cell)}" y="${at(60 + Math.floor(i / T) * cell)}" width="${at(cell + 0.3)}" height="${at(cell + 0.3)}" fill="rgb(${Math.round(232 - 212 * share)},${Math.round(236 - 166 * share)},${Math.round(243 - 63 * share)})"/>`,
    );
    return `<text x="${left}" y="50">${escaped(label)}</text>${cells.join('')}<rect x="${left}" y="60" width="${side}" height="${side}" fill="none" stroke="#c6ccd4"/>`;
  });
  const note = `<text x="20" y="${60 + side + 20}" fill="#5b6672">rows: step τ whose loss it is; columns: step t of the hidden state; ${escaped(range)}</text>`;
  return picture(
    Math.max(520, 20 + groups.length * (side + 24)),
    60 + side + 34,
    title,
    body.join('') + note,
  );
}

/** A table of words and figures with notes below it; columns are as wide as their letters need. */
export function tablePicture(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  notes: readonly string[],
): string {
  const widths = heads.map((_, k) => 22 + 6.4 * Math.max(...[heads, ...rows].map((row) => row[k]!.length)));
  const lefts = widths.map((_, k) => widths.slice(0, k).reduce((sum, each) => sum + each, 16));
  const cells = (row: readonly string[], y: number, fill: string) =>
    row
      .map((text, k) => `<text x="${at(lefts[k]!)}" y="${y}" fill="${fill}">${escaped(text)}</text>`)
      .join('');
  const width = Math.max(lefts.at(-1)! + widths.at(-1)!, ...notes.map((note) => 32 + 6 * note.length));
  const lines = rows.map(
    (row, i) =>
      `<path d="M16 ${62 + 24 * i}H${at(width - 16)}" stroke="#dfe3e8"/>${cells(row, 78 + 24 * i, '#1b2027')}`,
  );
  const bottom = 62 + 24 * rows.length;
  const below = notes.map(
    (note, i) => `<text x="16" y="${bottom + 20 + 16 * i}" fill="#5b6672">${escaped(note)}</text>`,
  );
  const body = cells(heads, 54, '#5b6672') + lines.join('') + below.join('');
  return picture(width, bottom + 20 + 16 * notes.length, title, body);
}
