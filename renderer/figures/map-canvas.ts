import { colourOf, shareOf, type Theme } from '../../core/figures/colours.ts';
import type { MapPanel } from '../../core/figures/figure.ts';

/** A cell of a heat map. */
export interface MapCell {
  readonly row: number;
  readonly column: number;
}

/** The pixels of a map, one for each cell, as RGBA; where there is no cell, nothing is seen. */
export function mapPixels({ values, colours }: MapPanel, theme: Theme): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const share = shareOf(values[i], colours);
    if (!Number.isNaN(share)) pixels.set([...colourOf(share, theme), 255], i * 4);
  }
  return pixels;
}

/** Draws a map enlarged without smoothing. */
export function drawPixels(canvas: HTMLCanvasElement, panel: MapPanel, theme: Theme): void {
  const [width, height] = [Math.max(1, panel.columns.length), Math.max(1, panel.rows.length)];
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(mapPixels(panel, theme), width, height), 0, 0);
}

/** Whether a map has a value there. */
export const hasCell = ({ rows, columns, values }: MapPanel, { row, column }: MapCell): boolean =>
  row < rows.length && column < columns.length && !Number.isNaN(values[row * columns.length + column]);

/** The cell that a key leads to from another one; null for any other key. */
export function cellAfterKey(key: string, cell: MapCell, rows: number, columns: number): MapCell | null {
  const { row, column } = cell;
  const clamped = (r: number, c: number): MapCell => ({
    row: Math.min(rows - 1, Math.max(0, r)),
    column: Math.min(columns - 1, Math.max(0, c)),
  });
  switch (key) {
    case 'ArrowUp':
      return clamped(row - 1, column);
    case 'ArrowDown':
      return clamped(row + 1, column);
    case 'ArrowLeft':
      return clamped(row, column - 1);
    case 'ArrowRight':
      return clamped(row, column + 1);
    case 'Home':
      return clamped(row, 0);
    case 'End':
      return clamped(row, columns - 1);
    case 'PageUp':
      return clamped(row - 10, column);
    case 'PageDown':
      return clamped(row + 10, column);
    default:
      return null;
  }
}
