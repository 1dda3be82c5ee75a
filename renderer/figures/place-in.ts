/**
 * Where a pointer is within an element, in the element's own pixels: where the page is shown enlarged, those are larger
 * than the pixels of the window.
 */
export function placeIn(event: MouseEvent, element: HTMLElement): { readonly x: number; readonly y: number } {
  const box = element.getBoundingClientRect();
  const scale = box.width / element.offsetWidth || 1;
  return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
}
