import type { Page } from 'playwright';
import { expect } from 'vitest';
import { axeFindings } from './axe.ts';
import { unreadable } from './readability.ts';

export const windowSizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
  { width: 1920, height: 1080 },
] as const;

/** After a change of size or theme: the page has laid itself out and drawn twice, and nothing moves by a style. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // Observers of size are asked in the first frame; what they change is drawn in the next.
    await drawn();
    await drawn();
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
        .map((each) => each.finished),
    );
    await drawn();
  });

interface Looking {
  /** What is new in the window, a dialog over a screen that is looked at elsewhere: axe is asked of it alone. */
  readonly within?: string;
  readonly sizes?: readonly { readonly width: number; readonly height: number }[];
  /** Whether every text is looked at, too: none small, cut off, or over another. */
  readonly texts?: boolean;
  /** Called at each size in each theme; without it the second theme is looked at in the first size. */
  readonly seen?: (name: string) => Promise<unknown>;
}

/**
 * Nothing runs out of the window and no rule of axe is broken. What there is, and where, changes with the size and not
 * with the theme; colours change with the theme and not with the size: they are asked at the first size, in both.
 */
export async function inOrder(
  page: Page,
  what: string,
  { within, sizes = windowSizes, texts = true, seen }: Looking = {},
): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    const first = size === sizes[0];
    for (const theme of first || seen ? (['dark', 'light'] as const) : (['dark'] as const)) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      const at = `${what}, ${theme}, ${size.width} × ${size.height}`;
      const [scroll, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(scroll, at).toBeLessThanOrEqual(inner);
      const asked = theme === 'light' ? 'of colours' : first ? undefined : 'of places';
      if (first || theme === 'dark')
        expect(await axeFindings(page, { within, rules: asked }), at).toEqual([]);
      if (texts && theme === 'dark') expect(await unreadable(page), at).toEqual([]);
      await seen?.(`${theme}-${size.width}`);
    }
  }
  await page.setViewportSize(windowSizes[0]);
}
