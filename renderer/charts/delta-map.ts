/** A cell of a δ map. */
export interface MapCell {
  readonly row: number;
  readonly t: number;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** Ends of the colour scale: below 0 (the loss pulls a logit up) and above. Told apart also without red or green. */
export interface MapColours {
  readonly zero: Rgb;
  readonly negative: Rgb;
  readonly positive: Rgb;
}

export const mapColours: Readonly<Record<'dark' | 'light', MapColours>> = {
  dark: { zero: [15, 18, 22], negative: [96, 160, 255], positive: [235, 120, 60] },
  light: { zero: [255, 255, 255], negative: [0, 80, 190], positive: [190, 75, 0] },
};

/**
 * The colour of a value: from `zero` to an end, by the square root of its share, which shows what is small beside the
 * targets. Values beyond the scale have the end's colour.
 */
export function mapColour(value: number, largest: number, { zero, negative, positive }: MapColours): Rgb {
  const share = largest > 0 ? Math.sqrt(Math.min(1, Math.abs(value) / largest)) : 0;
  const end = value < 0 ? negative : positive;
  const mix = (i: 0 | 1 | 2) => Math.round(zero[i] + (end[i] - zero[i]) * share);
  return [mix(0), mix(1), mix(2)];
}

/** Rows of a map that are drawn: the first ones, and the folded rest as one more. */
export interface ShownRows {
  /** Rows of characters. */
  readonly rows: number;
  /** Whether a last row stands for all other characters. */
  readonly rest: boolean;
}

/**
 * @param known rows that the probe has by themselves
 * @param folded characters that the probe has folded already
 * @param wanted most rows to show
 */
export const shownRows = (known: number, folded: number, wanted: number): ShownRows => ({
  rows: Math.min(known, wanted),
  rest: folded > 0 || known > wanted,
});

/**
 * The values that are drawn, row by row: those of the rows shown, then the sum over all others.
 * @param values R × T, or (R + 1) × T with the sum of what was folded as the last row
 */
export function shownValues(values: Float64Array, T: number, { rows, rest }: ShownRows): Float64Array {
  const drawn = new Float64Array((rows + (rest ? 1 : 0)) * T);
  drawn.set(values.subarray(0, rows * T));
  if (!rest) return drawn;
  const total = values.length / T;
  for (let row = rows; row < total; row++)
    for (let t = 0; t < T; t++) drawn[rows * T + t]! += values[row * T + t]!;
  return drawn;
}

/** The pixels of a map, one for each cell, as RGBA. */
export function mapPixels(
  values: Float64Array,
  largest: number,
  colours: MapColours,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  values.forEach((value, i) => {
    pixels.set([...mapColour(value, largest, colours), 255], i * 4);
  });
  return pixels;
}

/** The cell that a key leads to from another one; null for any other key. */
export function cellAfterKey(key: string, cell: MapCell, rows: number, T: number): MapCell | null {
  const { row, t } = cell;
  const clamped = (r: number, c: number): MapCell => ({
    row: Math.min(rows - 1, Math.max(0, r)),
    t: Math.min(T - 1, Math.max(0, c)),
  });
  switch (key) {
    case 'ArrowUp':
      return clamped(row - 1, t);
    case 'ArrowDown':
      return clamped(row + 1, t);
    case 'ArrowLeft':
      return clamped(row, t - 1);
    case 'ArrowRight':
      return clamped(row, t + 1);
    case 'Home':
      return clamped(row, 0);
    case 'End':
      return clamped(row, T - 1);
    case 'PageUp':
      return clamped(row - 10, t);
    case 'PageDown':
      return clamped(row + 10, t);
    default:
      return null;
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign]!);

/** One map of the exported picture. */
export interface DrawnMap {
  readonly label: string;
  /** Figures beside the name. */
  readonly note: string;
  readonly values: Float64Array;
  readonly largest: number;
}

/** All maps as a picture that stands by itself, a rectangle for every cell that is not white. */
export function mapsPicture(
  title: string,
  maps: readonly DrawnMap[],
  T: number,
  rowNames: readonly string[],
  columnNames: readonly string[],
): string {
  const [cellWidth, cellHeight] = [
    Math.max(4, Math.min(11, 300 / T)),
    Math.max(3, Math.min(11, 480 / rowNames.length)),
  ];
  const step = T * cellWidth + 60;
  const rows = rowNames.length;
  const named = cellHeight >= 7;
  const body = maps.map(({ label, note, values, largest }, m) => {
    const left = 44 + m * step;
    const cells: string[] = [];
    values.forEach((value, i) => {
      const rgb = mapColour(value, largest, mapColours.light);
      if (rgb.every((channel) => channel > 252)) return;
      const [x, y] = [left + (i % T) * cellWidth, 76 + Math.floor(i / T) * cellHeight];
      cells.push(
        `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${cellWidth.toFixed(1)}" height="${cellHeight.toFixed(1)}" fill="rgb(${rgb.join(',')})"/>`,
      );
    });
    const names = named
      ? rowNames.map(
          (name, row) =>
            `<text x="${left - 4}" y="${(76 + (row + 0.8) * cellHeight).toFixed(1)}" text-anchor="end" font-size="8">${escaped(name)}</text>`,
        )
      : [];
    const columns =
      cellWidth >= 7
        ? columnNames.map(
            (name, t) =>
              `<text x="${(left + (t + 0.5) * cellWidth).toFixed(1)}" y="${(76 + rows * cellHeight + 10).toFixed(1)}" text-anchor="middle" font-size="8">${escaped(name)}</text>`,
          )
        : [];
    return `<text x="${left}" y="52" font-size="12">${escaped(label)}</text><text x="${left}" y="67" font-size="10" fill="#5b6672">${escaped(note)}</text>${cells.join('')}<rect x="${left}" y="76" width="${(T * cellWidth).toFixed(1)}" height="${(rows * cellHeight).toFixed(1)}" fill="none" stroke="#c6ccd4"/>${names.join('')}${columns.join('')}`;
  });
  const [width, height] = [44 + maps.length * step, 76 + rows * cellHeight + 40];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width.toFixed(0)}" height="${height.toFixed(0)}" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" font-family="Inter, system-ui, sans-serif" fill="#1b2027"><rect width="100%" height="100%" fill="#ffffff"/><text x="16" y="26" font-size="14" font-weight="600">${escaped(title)}</text>${body.join('')}<text x="16" y="${(height - 10).toFixed(0)}" font-size="10" fill="#5b6672">blue: δ &lt; 0, orange: δ &gt; 0, by the square root of |δ|; white: 0</text></svg>`;
}
