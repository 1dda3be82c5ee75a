import { tick } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

/** Fields of the page that hold no valid value, by id. */
export const invalidFields = new SvelteSet<string>();

/**
 * Moves the focus to the first field that holds no valid value, and shows it where it is folded away.
 * @returns whether there is one
 */
export function focusInvalid(root: ParentNode): boolean {
  const field = root.querySelector<HTMLElement>('input[aria-invalid="true"]:not(:disabled)');
  if (!field) return false;
  field.closest('details')?.setAttribute('open', '');
  // Parts and panels around it hear that, and open.
  field.dispatchEvent(new Event('reveal', { bubbles: true }));
  void tick().then(() => field.focus());
  return true;
}
