/** Marks of a presented view: the card that is shown, what it lies in, and what steps aside. */
const marks = ['data-presented', 'data-presented-in', 'data-aside'] as const;

/** Cards of a view that can be presented, in the order in which they are read. */
export const cardsOf = (view: Element): HTMLElement[] =>
  [...view.querySelectorAll<HTMLElement>('[data-testid^="card-"], section.panel')].filter(
    (card, i, all) => !all.some((other, at) => at !== i && other.contains(card)),
  );

/**
 * Shows one card of a view: everything beside it steps aside, except what says of itself that it belongs to every
 * presented card (`data-presented-with`). Only attributes change, so that a screen that is drawn anew loses nothing.
 */
export function present(view: Element, card: Element): void {
  const stays = new Set<Element>();
  for (let at: Element = card; at !== view && at.parentElement; at = at.parentElement) {
    const parent: Element = at.parentElement;
    if (parent !== view) mark(parent, 'data-presented-in', stays);
    for (const other of parent.children)
      if (other !== at && !other.matches('[data-presented-with]')) mark(other, 'data-aside', stays);
  }
  mark(card, 'data-presented', stays);
  for (const name of marks)
    for (const old of view.querySelectorAll(`[${name}]`)) if (!stays.has(old)) old.removeAttribute(name);
}

/** The view as it was. */
export function unpresent(view: Element): void {
  for (const name of marks) for (const each of view.querySelectorAll(`[${name}]`)) each.removeAttribute(name);
}

function mark(element: Element, name: (typeof marks)[number], stays: Set<Element>): void {
  stays.add(element);
  for (const other of marks)
    if (other !== name && element.hasAttribute(other)) element.removeAttribute(other);
  if (!element.hasAttribute(name)) element.setAttribute(name, '');
}
