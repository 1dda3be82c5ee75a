import { colourOf, shareOf, type Theme } from '../../core/figures/drawing/colours.ts';
import type { MapPanel } from '../../core/figures/figure.ts';

/** A cell of a heat map. */
export interface MapCell {
  readonly row: number;
  readonly column: number;
}

/** The pixels of a map, one for each cell, as RGBA; where there is no cell, nothing is seen. */
export function mapPixels(
  { values, colours }: Pick<MapPanel, 'values' | 'colours'>,
  theme: Theme,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const share = shareOf(values[i], colours);
    if (!Number.isNaN(share)) pixels.set([...colourOf(share, theme), 255], i * 4);
  }
  return pixels;
}

/** Puts pixels, row by row, on a canvas, which is enlarged without smoothing. */
export function drawPixels(
  canvas: HTMLCanvasElement,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  columns: number,
): void {
  canvas.width = Math.max(1, columns);
  canvas.height = Math.max(1, pixels.length / 4 / canvas.width);
  if (pixels.length > 0)
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0);
}

/** The one of so many equal parts of a length that an offset lies in; the nearest where it lies beside it. */
export const partAt = (offset: number, length: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor((offset / length) * count)));

/** The cell of a drawn map under the pointer. */
export function cellAt(
  event: MouseEvent & { currentTarget: HTMLElement },
  rows: number,
  columns: number,
): MapCell {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    row: partAt(event.clientY - box.top, box.height, rows),
    column: partAt(event.clientX - box.left, box.width, columns),
  };
}

/** Whether a map has a value there. */
export const hasCell = ({ rows, columns, values }: MapPanel, { row, column }: MapCell): boolean =>
  row < rows.length && column < columns.length && !Number.isNaN(values[row * columns.length + column]);

/** The cell that a key leads to from another one; null for any other key. */
export function cellAfterKey(key: string, cell: MapCell, rows: number, columns: number): MapCell | null {
  const moves: Readonly<Record<string, readonly [down: number, across: number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -Infinity],
    End: [0, Infinity],
    PageUp: [-10, 0],
    PageDown: [10, 0],
  };
  const move = moves[key];
  if (!move) return null;
  const within = (place: number, count: number) => Math.min(count - 1, Math.max(0, place));
  return { row: within(cell.row + move[0], rows), column: within(cell.column + move[1], columns) };
}
