type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey'>;

/** How a slider moves: by a step, by a page, and between its ends. */
interface Slider {
  readonly step: number;
  readonly page: number;
  readonly low: number;
  readonly high: number;
}

/** The value that a key leads to on a slider; with Shift an arrow goes as far as a page key. Null for any other key. */
export function valueAfterKey(
  { key, shiftKey }: Pressed,
  value: number,
  { step, page, low, high }: Slider,
): number | null {
  const by = shiftKey ? page : step;
  const to = {
    ArrowRight: value + by,
    ArrowUp: value + by,
    ArrowLeft: value - by,
    ArrowDown: value - by,
    PageUp: value + page,
    PageDown: value - page,
    Home: low,
    End: high,
  }[key];
  return to === undefined ? null : Math.min(high, Math.max(low, to));
}

/** The one of so many places in a row that a key leads to, from −1 where there is none yet; null for any other key. */
export function placeAfterKey({ key, shiftKey }: Pressed, at: number, count: number): number | null {
  const by = shiftKey ? 10 : 1;
  const to = {
    ArrowLeft: at - by,
    ArrowRight: at + by,
    PageUp: at + 10 * by,
    PageDown: at - 10 * by,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, to));
}
