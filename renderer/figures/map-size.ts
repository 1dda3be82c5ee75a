import { isWide } from '../../core/figures/drawing/text.ts';
import type { MapPanel } from '../../core/figures/figure.ts';

/** From this width of a card on, what is read stands beside the maps, and takes so much of it; pixels. */
export const besideFrom = 760;
const readWidth = 272;

/** How large maps of the same rows and columns are drawn; lengths in pixels. */
export interface MapSize {
  /** Width of the names of the rows. */
  readonly left: number;
  /** Maps beside each other. */
  readonly across: number;
  /** Of one row. */
  readonly height: number;
  /** Size of the figures in its cells. */
  readonly figures: number;
  /** Width of a map whose cells are squares; null where it fills its column. */
  readonly square: number | null;
  /** Names fit at every k-th row and column. */
  readonly everyRow: number;
  readonly everyColumn: number;
}

export const longestOf = (list: readonly string[]): number => Math.max(...list.map((text) => text.length), 1);

/**
 * The sizes that so many maps have in a card of a width, in a window of a height: a low window still shows a whole map.
 * @param panel any of them
 */
export function mapSize(panel: MapPanel, count: number, width: number, windowHeight: number): MapSize {
  const { rows, columns, figures, above, below, columnsLabel = '' } = panel;
  const high = Math.max(240, Math.min(400, windowHeight - 545));
  const room = width >= besideFrom ? width - readWidth : width;
  const labels = [...rows, above?.label ?? '', below?.label ?? '', columnsLabel];
  const left = Math.min(0.34 * room, 8 + 7.2 * longestOf(labels));
  const most = Math.max(1, Math.floor((room - left) / (figures ? 44 * columns.length : 150)));
  const across = Math.min(count, most);
  const each = Math.max(40, (room - left) / across - 14);
  const isSquare = rows.length === columns.length && !figures;
  const height = figures
    ? Math.max(30, Math.min(88, high / rows.length))
    : isSquare
      ? Math.min(each, 300, 0.72 * high) / rows.length
      : Math.max(3, Math.min(16, Math.floor(high / rows.length)));
  const cellWidth = isSquare ? height : each / columns.length;
  const longest = longestOf(columns);
  const wide = [...columns, ...(above?.signs ?? []), ...(below?.signs ?? [])].some(isWide);
  return {
    left,
    across,
    height,
    figures: Math.max(12, Math.min(18, cellWidth / 5, height / 3)),
    square: isSquare ? height * columns.length : null,
    everyRow: Math.max(1, Math.ceil(15 / height)),
    everyColumn: Math.max(1, Math.ceil((longest === 1 ? (wide ? 13 : 6.6) : longest * 7.5 + 4) / cellWidth)),
  };
}

/** Whether a row or column is named: every k-th, and the one that is looked at, which its neighbours make room for. */
export const isNamed = (place: number, every: number, looked = -every): boolean =>
  place === looked || (place % every === 0 && Math.abs(place - looked) >= every);
