import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright';

interface Asked {
  /** Only what an element holds that this selects; default: the whole page. */
  readonly within?: string;
  /** Only the rules whose findings colours can change, or only the others; default: all. */
  readonly rules?: 'of colours' | 'of places';
}

/** Contrast is worked out from every pixel's owners: these take most of the time of a question. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page as it stands, a line for each rule that is broken. What frames hold is left out: the frame of
 * the Report tab shows the page that `report-page.test.ts` asks itself.
 *
 * The rules come into the page once and are asked there. `@axe-core/playwright` brings them anew for every question and
 * opens a page for the answer, which took two thirds of the time of the specs that look at every screen.
 */
export async function axeFindings(page: Page, { within, rules }: Asked = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  // What passes is not told in detail: on a screen of many cells that takes longer than the rules.
  const options: RunOptions = { resultTypes: ['violations'], iframes: false };
  if (rules === 'of colours') options.runOnly = ofColours;
  if (rules === 'of places')
    options.rules = Object.fromEntries(ofColours.map((id) => [id, { enabled: false }]));
  const { violations } = await page.evaluate(
    ([options, within]) => (window as unknown as { axe: typeof axe }).axe.run(within ?? document, options),
    [options, within] as const,
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' · ')}`,
  );
}
