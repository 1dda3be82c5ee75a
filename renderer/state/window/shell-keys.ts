type Wanted = 'present' | 'glossary' | 'region-next' | 'region-before' | 'back' | 'forward';

/** Where letters are typed, or lead to an entry. */
const typed = 'input, textarea, select, [role="menu"], [contenteditable="true"]';

/** With Alt: what browsers do by themselves, and the desktop program does not. */
const turns: Readonly<Record<string, Wanted>> = { ArrowLeft: 'back', ArrowRight: 'forward' };

/** What a key asks of the window as a whole; null where it belongs to what has the focus. */
export function shellKey(
  event: Pick<
    KeyboardEvent,
    'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target' | 'defaultPrevented'
  >,
): Wanted | null {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return null;
  const isTyped = typeof Element !== 'undefined' && target instanceof Element && target.closest(typed);
  if (event.altKey) return isTyped || event.shiftKey ? null : (turns[key] ?? null);
  if (key === 'F6') return event.shiftKey ? 'region-before' : 'region-next';
  if (isTyped) return null;
  if (key === 'p' || key === 'P') return 'present';
  return key === '?' ? 'glossary' : null;
}
