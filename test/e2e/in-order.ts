import type { Page } from 'playwright';
import { expect } from 'vitest';
import { axeFindings } from './axe.ts';
import { unreadable } from './readability.ts';

export const windowSizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
  { width: 1920, height: 1080 },
] as const;

/** The rules of axe whose findings the theme can change. */
const ofColours = ['color-contrast', 'link-in-text-block'];

interface Looking {
  readonly sizes?: readonly { readonly width: number; readonly height: number }[];
  /** Whether every text is looked at, too: none small, cut off, or over another. */
  readonly texts?: boolean;
  /** At each size in each theme. */
  readonly seen?: (name: string) => Promise<unknown>;
}

/**
 * Nothing runs out of the window and no rule of axe is broken, in both themes. Rules that ask what there is, and where,
 * are asked in the first one; in the other one those of colours.
 */
export async function inOrder(
  page: Page,
  what: string,
  { sizes = windowSizes, texts = true, seen }: Looking = {},
): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForTimeout(200);
      const at = `${what}, ${theme}, ${size.width} × ${size.height}`;
      const [scroll, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(scroll, at).toBeLessThanOrEqual(inner);
      expect(await axeFindings(page, theme === 'light' ? { rules: ofColours } : {}), at).toEqual([]);
      if (texts && theme === 'dark') expect(await unreadable(page), at).toEqual([]);
      await seen?.(`${theme}-${size.width}`);
    }
  }
  await page.setViewportSize(windowSizes[0]);
}
