/** A rectangle of a screen, in its own pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const leastSize = { width: 800, height: 560 } as const;
const usualSize = { width: 1440, height: 900 } as const;
/** As much of the window's upper edge as one needs to take hold of it, in pixels. */
const hold = { width: 120, height: 24 } as const;

const overlap = (from: number, length: number, start: number, room: number): number =>
  Math.min(from + length, start + room) - Math.max(from, start);

/**
 * Where a window opens: as it was left, where that can still be seen and taken hold of, else in the middle of the first
 * screen (Electron's own choice without a place). It is never larger than the screen it is on.
 * @param left null on the first start
 * @param screens rooms without task bars, the first one first
 */
export function placeOf(
  left: Rectangle | null,
  screens: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  const size = left ?? usualSize;
  const screen = left
    ? screens.find(
        (room) =>
          overlap(left.x, left.width, room.x, room.width) >= hold.width &&
          overlap(left.y, hold.height, room.y, room.height) >= hold.height,
      )
    : undefined;
  const room = screen ?? screens[0] ?? { x: 0, y: 0, ...usualSize };
  const fitted = {
    width: Math.max(leastSize.width, Math.min(size.width, room.width)),
    height: Math.max(leastSize.height, Math.min(size.height, room.height)),
  };
  return left && screen ? { ...fitted, x: left.x, y: left.y } : fitted;
}
