import { plainKey } from '../figures/slider-keys.ts';

/** A number that an input holds, as those see it who change it without typing. */
interface Dragged {
  readonly value: () => number;
  readonly bounds: () => { readonly least: number; readonly most: number };
  /** Something is being typed: then the pointer chooses text. */
  readonly typing: () => boolean;
  readonly commit: (value: number) => void;
}

/** What a pixel of a drag changes. */
const perPixel = 0.02;

/** Lets the number of an input be dragged sideways and changed by arrow keys, to thousandths. */
export function dragging({
  value,
  bounds,
  typing,
  commit,
}: Dragged): (input: HTMLInputElement) => () => void {
  const take = (next: number): void => {
    const { least, most } = bounds();
    commit(Math.min(most, Math.max(least, Math.round(next * 1000) / 1000)));
  };
  return (input) => {
    let from: { readonly x: number; readonly value: number } | null = null;
    const stop = new AbortController();
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ): void => input.addEventListener(name, listener, { signal: stop.signal });
    listen('pointerdown', ({ clientX, pointerId }) => {
      if (typing()) return;
      from = { x: clientX, value: value() };
      input.setPointerCapture(pointerId);
    });
    listen('pointermove', ({ clientX }) => {
      if (from && clientX !== from.x) take(from.value + (clientX - from.x) * perPixel);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) listen(end, () => void (from = null));
    listen('keydown', (event) => {
      const by = event.shiftKey ? 1 : 0.1;
      const step = { ArrowRight: by, ArrowUp: by, ArrowLeft: -by, ArrowDown: -by, PageUp: 1, PageDown: -1 }[
        plainKey(event)
      ];
      if (step === undefined || (typing() && /^Arrow(?:Left|Right)$/.test(event.key))) return;
      event.preventDefault();
      take(value() + step);
    });
    return () => stop.abort();
  };
}
