import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.js';
import type { Figure } from '../../core/figures/figure.ts';
import { duelFigures } from '../../core/figures/duels/duel-registry.ts';
import { probeFigures } from '../../core/figures/gradients/probe-registry.ts';
import { sweep } from '../../core/figures/experiment/sweep-curves.ts';
import { standaloneSvg } from '../../core/figures/drawing/svg.ts';
import {
  duelSources,
  experimentSources,
  formulaFigure,
  keptFigure,
  probeSources,
  reportFiguresOf,
  sweepSourceOf,
} from '../core/figures/sources.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch(await findBrowser());
  page = await browser.newPage({ viewport: { width: 1480, height: 900 } });
});
afterAll(() => browser.close());

/** Texts of the picture that cover each other or are cut off by its edge, as a browser lays them out. */
async function misplaced(svg: string): Promise<string[]> {
  await page.setContent(`<body style="margin:0">${svg.replace(/^<\?xml.*\n/, '')}</body>`);
  return page.evaluate(() => {
    const edge = document.querySelector('svg')!.getBoundingClientRect();
    const outside = ({ left, top, right, bottom }: DOMRect) =>
      left < -0.5 || top < -0.5 || right > edge.right + 0.5 || bottom > edge.bottom + 0.5;
    const boxes = [...document.querySelectorAll('svg text')].flatMap((text) => {
      const box = text.getBoundingClientRect();
      return box.width > 0 ? [{ text: text.textContent.trim(), box }] : [];
    });
    const found = boxes.filter(({ box }) => outside(box)).map(({ text }) => `cut off: ${text}`);
    // Boxes are a little higher than the glyphs in them.
    const room = 2.5;
    boxes.sort((a, b) => a.box.top - b.box.top);
    boxes.forEach(({ text, box }, i) => {
      for (let j = i + 1; j < boxes.length && boxes[j].box.top < box.bottom - room; j++) {
        const other = boxes[j];
        if (other.box.left < box.right - 1 && box.left < other.box.right - 1)
          found.push(`'${text}' and '${other.text}' cover each other`);
      }
    });
    return found;
  });
}

const views = [360, 720, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ width, theme })),
);

/** A figure has no text that covers another or is cut off, however it is drawn. */
async function isInPlace(figure: Figure): Promise<void> {
  for (const view of views)
    expect(
      await misplaced(standaloneSvg(figure, view)),
      `${figure.id} at ${view.width} px, ${view.theme}`,
    ).toEqual([]);
}

describe('every figure, drawn at three widths, light and dark', () => {
  for (const [kind, sourceOf] of Object.entries(probeSources))
    it(`has no text that covers another or is cut off: ${kind}`, async () => {
      const source = sourceOf();
      for (const { draw } of Object.values(probeFigures)) await isInPlace(draw(source, {}));
    });

  for (const [kind, sourceOf] of Object.entries(experimentSources))
    it(`has no text that covers another or is cut off: ${kind}`, async () => {
      for (const [, figure] of reportFiguresOf(sourceOf())) await isInPlace(figure);
    });

  for (const [kind, sourceOf] of Object.entries(duelSources))
    it(`has no text that covers another or is cut off in a duel: ${kind}`, async () => {
      const source = sourceOf();
      for (const { draw } of Object.values(duelFigures)) await isInPlace(draw(source, 7));
    });

  it('has none in a sweep, of a formula or of kept experiments either', async () => {
    for (const arms of [1, 4, 12]) await isInPlace(sweep(sweepSourceOf(arms)));
    await isInPlace(formulaFigure());
    await isInPlace(keptFigure());
  });

  it('differs between the themes in colours alone', () => {
    const source = probeSources['ordinary']();
    for (const { draw } of Object.values(probeFigures)) {
      const shape = (theme: 'light' | 'dark') =>
        standaloneSvg(draw(source, {}), { width: 720, theme }).replace(
          /#[0-9a-f]{6}|rgb\([\d,]+\)|on-(dark|light)/gi,
          '',
        );
      expect(shape('dark')).toBe(shape('light'));
    }
  });
});
