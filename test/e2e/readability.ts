import type { Page } from 'playwright';

/**
 * What is wrong with the texts that can be seen on a page, one line each: smaller than 12 px, cut off with nothing that
 * would show the rest, printed over another text, or a control smaller than 24 × 24 px. Parts of typeset formulas are left
 * out. What scrolls is not cut off; what has an ellipsis must tell the whole on pointing at it.
 */
export const unreadable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const least = 12;
    const found: string[] = [];
    const say = (what: string, text: string, element: Element) => {
      const at = element.closest('[data-testid]')?.getAttribute('data-testid') ?? element.tagName;
      found.push(`${what}: “${text.slice(0, 40)}” in ${at}`);
    };
    const modal = document.querySelector('dialog:modal');
    const left = (element: Element) =>
      element.closest('.katex, .visually-hidden, svg, option, [inert], script, style, .skip') !== null ||
      (modal !== null && !modal.contains(element));
    const shown = (element: Element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !left(element);

    interface Piece {
      readonly box: DOMRect;
      readonly text: string;
      readonly element: Element;
    }
    const pieces: Piece[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent!.trim();
      const element = node.parentElement!;
      if (text === '' || !shown(element)) continue;
      const style = getComputedStyle(element);
      if (parseFloat(style.fontSize) < least) say('small', text, element);
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      if (boxes.length === 0) continue;

      // What an ancestor cuts off: hidden for good where that does not scroll.
      let [low, high, top, bottom] = [0, innerWidth, 0, innerHeight];
      let [scrollsX, scrollsY] = [false, false];
      let told = element.closest('[title]') !== null;
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        if (/auto|scroll/.test(overflowX)) scrollsX = true;
        if (/auto|scroll/.test(overflowY)) scrollsY = true;
        told ||= at.hasAttribute('title');
        if (overflowX !== 'visible') [low, high] = [Math.max(low, box.left), Math.min(high, box.right)];
        if (overflowY !== 'visible') [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
        if (position === 'fixed') break;
      }
      for (const box of boxes) {
        const off = [
          !scrollsX && (box.left < low - 1.5 || box.right > high + 1.5),
          !scrollsY && (box.top < top - 4 || box.bottom > bottom + 4),
        ];
        if (off.includes(true) && !told) say('cut off', text, element);
        // Only what is in sight can lie over something.
        const [l, r] = [Math.max(box.left, low), Math.min(box.right, high)];
        const [t, b] = [Math.max(box.top, top), Math.min(box.bottom, bottom)];
        if (r - l < 1 || b - t < 1) continue;
        const at = document.elementFromPoint((l + r) / 2, (t + b) / 2);
        if (at && (at === element || element.contains(at) || at.contains(element)))
          pieces.push({ box: new DOMRect(l, t, r - l, b - t), text, element });
      }
    }

    const inset = 2.5;
    pieces.sort((a, b) => a.box.top - b.box.top);
    for (const [i, a] of pieces.entries())
      for (let j = i + 1; j < pieces.length && pieces[j].box.top < a.box.bottom; j++) {
        const b = pieces[j];
        if (a.element === b.element) continue;
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
        // Line boxes touch; letters that lie on each other share more than that.
        if (across > inset && down > Math.min(a.box.height, b.box.height) * 0.4)
          say(`over “${b.text.slice(0, 30)}”`, a.text, a.element);
      }

    for (const control of document.querySelectorAll('button, select, summary, [role="tab"], input')) {
      if (!shown(control)) continue;
      const label = control.closest('label') ?? control;
      const { width, height } = label.getBoundingClientRect();
      if (width > 0 && (width < 23.5 || height < 23.5))
        say(`target of ${width.toFixed(0)} × ${height.toFixed(0)}`, control.textContent.trim(), control);
    }
    return [...new Set(found)];
  });

/** Controls of a part of the window that do not say on pointing at them what they are for. */
export const untold = (page: Page, within: string): Promise<string[]> =>
  page.evaluate(
    (within) =>
      [...document.querySelectorAll(within)].flatMap((part) =>
        [...part.querySelectorAll<HTMLElement>('button, select, input, textarea, summary')]
          .filter((control) => control.getClientRects().length > 0)
          .filter((control) => !control.closest<HTMLElement>('[title]')?.title)
          .map(
            (control) =>
              control.dataset['testid'] ??
              control.getAttribute('aria-label') ??
              control.outerHTML.slice(0, 120),
          ),
      ),
    within,
  );
