type Wanted = 'present' | 'glossary' | 'region-next' | 'region-before';

/** Where letters are typed, or lead to an entry. */
const typed = 'input, textarea, select, [role="menu"], [contenteditable="true"]';

/** What a key asks of the window as a whole; null where it belongs to what has the focus. */
export function shellKey(
  event: Pick<
    KeyboardEvent,
    'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target' | 'defaultPrevented'
  >,
): Wanted | null {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (key === 'F6') return event.shiftKey ? 'region-before' : 'region-next';
  if (typeof Element !== 'undefined' && target instanceof Element && target.closest(typed)) return null;
  if (key === 'p' || key === 'P') return 'present';
  return key === '?' ? 'glossary' : null;
}
