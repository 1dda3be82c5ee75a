/**
 * Moves the focus to the first field that holds no valid value, and shows it where it is folded away.
 * @returns whether there is one
 */
export function focusInvalid(root: ParentNode): boolean {
  const field = root.querySelector<HTMLElement>('input[aria-invalid="true"]:not(:disabled)');
  field?.closest('details')?.setAttribute('open', '');
  field?.focus();
  return field !== null;
}
