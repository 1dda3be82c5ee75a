/** Whether somebody is writing there. */
const isWritten = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !/^(?:checkbox|radio|range|button|color)$/.test(element.type));

/** What a key asks for, of the experiment: Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y; ⌘ on a Mac. */
export function changeKey({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): 'undo' | 'redo' | null {
  if (altKey || ctrlKey === metaKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : null;
}

/** Knows where something was typed that is not taken over yet: there the keys belong to the field. */
export class OpenFields {
  readonly #open = new WeakSet<EventTarget>();

  /** For `input`, `change` and `blur` events of the window. */
  heard({ type, target }: Event): void {
    if (!target) return;
    if (type === 'input') this.#open.add(target);
    else this.#open.delete(target);
  }

  /** Enter takes a field over. */
  taken(target: EventTarget): void {
    this.#open.delete(target);
  }

  holds(target: EventTarget | null): boolean {
    if (!(target instanceof Element)) return false;
    if (target instanceof HTMLElement && target.isContentEditable) return true;
    return target instanceof HTMLTextAreaElement || (isWritten(target) && this.#open.has(target));
  }
}
