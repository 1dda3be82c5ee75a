import type { Attachment } from 'svelte/attachments';

const controls = 'button:not([role="menuitem"]), input, select, [role="slider"]';

const usable = (element: HTMLElement): boolean =>
  !(element as HTMLButtonElement).disabled && element.getClientRects().length > 0;

/** Whether an arrow key still has something to do in a field. */
function fieldKeeps(event: KeyboardEvent, field: HTMLInputElement): boolean {
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (from === null) return true;
  if (from !== to) return true;
  return event.key === 'ArrowLeft' ? from > 0 : event.key === 'ArrowRight' ? to < value.length : true;
}

/**
 * One stop of the Tab key for a row of controls: arrow keys go from one to the next, and the row remembers where one was.
 * It begins at the control that matches `[data-first]`, or its first.
 * Pattern: WAI-ARIA Authoring Practices, toolbar.
 */
export const toolbar: Attachment<HTMLElement> = (row) => {
  let current: HTMLElement | null = null;

  const all = () =>
    [...row.querySelectorAll<HTMLElement>(controls)].filter((each) => !each.closest('[role="menu"]'));

  function settle(): void {
    const list = all();
    if (!current || !list.includes(current) || !usable(current))
      current =
        list.find((each) => each.matches('[data-first]') && usable(each)) ?? list.find(usable) ?? null;
    for (const each of list) {
      const stop = each === current ? 0 : -1;
      if (each.tabIndex !== stop) each.tabIndex = stop;
    }
  }

  function onfocusin({ target }: FocusEvent): void {
    if (target instanceof HTMLElement && all().includes(target)) {
      current = target;
      settle();
    }
  }

  function onkeydown(event: KeyboardEvent): void {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || target.closest('[role="menu"]')) return;
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return;
    if (target instanceof HTMLInputElement && fieldKeeps(event, target)) return;
    const list = all().filter(usable);
    const at = list.indexOf(target);
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1 + list.length,
      Home: 0,
      End: list.length - 1,
    }[key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    list[to % list.length].focus();
  }

  const watcher = new MutationObserver(settle);
  watcher.observe(row, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
  row.addEventListener('focusin', onfocusin);
  row.addEventListener('keydown', onkeydown);
  settle();
  return () => {
    watcher.disconnect();
    row.removeEventListener('focusin', onfocusin);
    row.removeEventListener('keydown', onkeydown);
  };
};
