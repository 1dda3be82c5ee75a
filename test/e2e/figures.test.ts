import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.js';
import { standaloneSvg } from '../../core/figures/drawing/svg.ts';
import { everyFigure } from '../core/figures/every-figure.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch(await findBrowser());
  page = await browser.newPage({ viewport: { width: 1480, height: 900 } });
});
afterAll(() => browser.close());

/** Of each picture the texts that cover each other or are cut off by its edge, as a browser lays them out. */
async function misplaced(pictures: readonly string[]): Promise<string[][]> {
  const bodies = pictures.map((svg) => svg.replace(/^<\?xml.*\n/, ''));
  await page.setContent(`<body style="margin:0">${bodies.join('')}</body>`);
  return page.evaluate(() =>
    [...document.querySelectorAll('body > svg')].map((picture) => {
      const edge = picture.getBoundingClientRect();
      const outside = ({ left, top, right, bottom }: DOMRect) =>
        left < edge.left - 0.5 ||
        top < edge.top - 0.5 ||
        right > edge.right + 0.5 ||
        bottom > edge.bottom + 0.5;
      const boxes = [...picture.querySelectorAll('text')].flatMap((text) => {
        const box = text.getBoundingClientRect();
        const title = text.querySelector('title')?.textContent ?? '';
        return box.width > 0 ? [{ text: text.textContent.slice(title.length).trim(), box }] : [];
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
    }),
  );
}

const widths = [360, 720, 1440];

/** A picture without its colours. */
const shape = (svg: string) => svg.replace(/#[0-9a-f]{6}|rgb\([\d,]+\)|on-(dark|light)/gi, '');

describe('every figure, drawn at three widths, light and dark', () => {
  it.each(Object.entries(everyFigure))(
    'has no text that covers another or is cut off: %s',
    async (_, figures) => {
      const wrong: string[] = [];
      for (const figure of figures()) {
        const pictures = widths.map((width) => standaloneSvg(figure, { width, theme: 'light' }));
        (await misplaced(pictures)).forEach((found, i) =>
          wrong.push(...found.map((each) => `${figure.id} at ${widths[i]} px: ${each}`)),
        );
        // What is measured of the one is true of the other: themes differ in colours alone.
        widths.forEach((width, i) =>
          expect(shape(standaloneSvg(figure, { width, theme: 'dark' })), figure.id).toBe(shape(pictures[i])),
        );
      }
      expect(wrong).toEqual([]);
    },
  );
});
