type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey'> &
  Partial<Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey'>>;

/** The key of an event for what has the focus. Empty with Alt, Control or Meta: those belong to the window, as Back does. */
export const plainKey = ({ key, altKey, ctrlKey, metaKey }: Omit<Pressed, 'shiftKey'>): string =>
  altKey || ctrlKey || metaKey ? '' : key;

/** How a slider moves: by a step, by a page, and between its ends. */
export interface Slider {
  readonly step: number;
  readonly page: number;
  readonly low: number;
  readonly high: number;
}

/** The value that a key leads to on a slider; with Shift an arrow goes as far as a page key. Null for any other key. */
export function valueAfterKey(
  pressed: Pressed,
  value: number,
  { step, page, low, high }: Slider,
): number | null {
  const by = pressed.shiftKey ? page : step;
  const to = {
    ArrowRight: value + by,
    ArrowUp: value + by,
    ArrowLeft: value - by,
    ArrowDown: value - by,
    PageUp: value + page,
    PageDown: value - page,
    Home: low,
    End: high,
  }[plainKey(pressed)];
  return to === undefined ? null : Math.min(high, Math.max(low, to));
}

/** Moves a slider by a key, where it is one of a slider's. */
export function slideByKey(
  event: KeyboardEvent,
  value: number,
  slider: Slider,
  set: (to: number) => void,
): void {
  const to = valueAfterKey(event, value, slider);
  if (to === null) return;
  event.preventDefault();
  set(to);
}

/** The one of so many places in a row that a key leads to, from −1 where there is none yet; null for any other key. */
export function placeAfterKey(pressed: Pressed, at: number, count: number): number | null {
  const by = pressed.shiftKey ? 10 : 1;
  const to = {
    ArrowLeft: at - by,
    ArrowRight: at + by,
    PageUp: at + 10 * by,
    PageDown: at - 10 * by,
    Home: 0,
    End: count - 1,
  }[plainKey(pressed)];
  return to === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, to));
}
