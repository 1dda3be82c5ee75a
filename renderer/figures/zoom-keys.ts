import { moved, zoomed, type AxisRange } from './axis-range.ts';

export interface Axes {
  readonly x: AxisRange;
  readonly y: AxisRange;
}

/** How much nearer one key press or one notch of a wheel comes. */
export const notch = 0.8;
const step = 0.1;

/** What a key does to a chart: other axes, all of them again, or nothing (null) for a key of no meaning here. */
export function axesAfterKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  axes: Axes,
): Axes | 'all' | null {
  const { x, y } = axes;
  const narrower = (range: AxisRange) => zoomed(range, notch, 0.5);
  const wider = (range: AxisRange) => zoomed(range, 1 / notch, 0.5);
  switch (shiftKey && key.startsWith('Arrow') ? `Shift ${key}` : key) {
    case '+':
    case '=':
      return { x: narrower(x), y: narrower(y) };
    case '-':
    case '_':
      return { x: wider(x), y: wider(y) };
    case 'Shift ArrowRight':
      return { x: narrower(x), y };
    case 'Shift ArrowLeft':
      return { x: wider(x), y };
    case 'Shift ArrowUp':
      return { x, y: narrower(y) };
    case 'Shift ArrowDown':
      return { x, y: wider(y) };
    case 'ArrowLeft':
      return { x: moved(x, -step), y };
    case 'ArrowRight':
      return { x: moved(x, step), y };
    case 'ArrowUp':
      return { x, y: moved(y, step) };
    case 'ArrowDown':
      return { x, y: moved(y, -step) };
    case '0':
    case 'Escape':
      return 'all';
    default:
      return null;
  }
}
