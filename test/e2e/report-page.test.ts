import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.js';
import { htmlReport } from '../../core/reports/html/html.ts';
import { buildReport } from '../../core/reports/report.ts';
import { severalHtml } from '../../core/reports/several/several-pages.ts';
import { severalReports } from '../../core/reports/several/several.ts';
import { derivationPart } from '../core/reports/derivation-fixture.ts';
import {
  corpus,
  evaluation,
  experiment,
  input,
  outputLayers,
  run,
  sampleRuns,
  swept,
} from '../core/reports/report-fixtures.ts';
import { axeFindings } from './axe.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch(await findBrowser());
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const long = 'a name of an arm that is as long as names may be, and says what it is about';

/** Many arms of few layers, one with a long name, with ten seeds; each a little worse than the one before. */
function manyArms(count: number) {
  const { arms, ...base } = experiment();
  const many = Array.from({ length: count }, (_, i) => ({
    ...arms[i % arms.length],
    id: i === 3 ? long.replaceAll(/\W+/g, '-').slice(0, 60) : `arm-${i}`,
    rate: 0.01 * (i + 1),
  }));
  const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
  const runs = many.flatMap(({ id }, i) =>
    seeds.map((seed) =>
      run(
        id,
        seed,
        [0, 200, 400, 600].map((step) =>
          evaluation(step, 6 - step / 300 + 0.02 * i + 0.003 * ((seed * 7) % 5)),
        ),
      ),
    ),
  );
  return buildReport(input({ experiment: { ...base, arms: many, seeds }, runs }));
}

const inChinese = {
  ...{ title: '', authors: [], address: '', notes: '', leftOut: [] },
  language: 'zh-Hans',
} as const;

const pages = {
  four: () => htmlReport(buildReport(input())),
  many: () => htmlReport(manyArms(24)),
  swept: () => {
    const base = experiment({ seeds: [1, 2, 3, 4, 5, 6] });
    const rates = Array.from({ length: 13 }, (_, i) => Number((0.001 * 10 ** (i / 3)).toPrecision(4)));
    const best = swept().best.map((found, a) => ({
      ...found,
      tried: rates.map((rate, i) => ({ rate, values: [3.5 + (i - 6 + a) ** 2 / 9], diverged: 0 })),
    }));
    const tuning = swept({ seeds: [10_001], best, trained: 7188 });
    return htmlReport(buildReport(input({ experiment: { ...base, tuning } })));
  },
  chinese: () => htmlReport(buildReport(input({ heading: inChinese }))),
  undecided: () => htmlReport(buildReport(input({ experiment: experiment({ seeds: [1, 2] }) }))),
  diverged: () => {
    const spec = experiment();
    const runs = sampleRuns(spec).map((each) =>
      each.armId === spec.arms[0].id
        ? run(each.armId, each.seed, [evaluation(0, 6)], {
            status: 'diverged',
            divergence: { step: 12, where: 'loss', rate: 1 },
          })
        : each,
    );
    return htmlReport(buildReport(input({ experiment: spec, runs })));
  },
  several: () => {
    const { corpus: text } = experiment();
    const name = `${long.replaceAll(' ', '-')}.txt`;
    const whole = experiment({
      ...{ steps: 700, name: 'The same, of a text with a longer name' },
      corpus: text.kind === 'text' ? { ...text, name } : text,
    });
    return severalHtml(
      severalReports([
        buildReport(input({ partial: true })),
        buildReport(input({ experiment: whole, runs: sampleRuns(whole), corpus: { ...corpus, name } })),
      ]),
    );
  },
  derived: () => {
    // As many output layers as stand side by side: two arms of each, so that there are others to leave out.
    const { arms, ...base } = experiment();
    const six = outputLayers.map(({ id, defaultClamp }, i) => ({
      ...arms[0],
      id: `a${i}`,
      layer: id,
      clamp: defaultClamp,
    }));
    const spec = { ...base, arms: six };
    return htmlReport(
      buildReport(input({ experiment: spec, runs: sampleRuns(spec), derivation: derivationPart(six, 'a1') })),
    );
  },
};

/** Each page is made once, and opened in a tab of its own at the width that a test wants. */
const files = new Map<keyof typeof pages, string>();

async function opened(
  name: keyof typeof pages,
  width: number,
  scheme: 'light' | 'dark' = 'light',
): Promise<Page> {
  const file = files.get(name) ?? join(folder, `${name}.html`);
  if (!files.has(name)) writeFileSync(file, pages[name]());
  files.set(name, file);
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** Pages of paper that it takes. */
async function printed(page: Page, format: 'A4' | 'Letter'): Promise<number> {
  const pdf = (await page.pdf({ format })).toString('latin1');
  return Number(/\/Type\s*\/Pages[^>]*\/Count\s+(\d+)/.exec(pdf)?.[1]);
}

/** What is cut off: elements beyond the page, boxes that hide what they hold, names in pictures beyond their picture. */
const clipped = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const words = (element: Element) => (element.textContent ?? '').trim().slice(0, 60);
    return [...document.querySelectorAll('body *')].flatMap((element) => {
      if (element.closest('svg') && element.tagName !== 'text') return [];
      const box = element.getBoundingClientRect();
      if (box.width === 0) return [];
      if (box.right > width + 1 || box.left < -1) return [`beyond the page: ${words(element)}`];
      const drawing =
        element.tagName === 'text' ? element.closest('svg.figure')?.getBoundingClientRect() : null;
      if (drawing && (box.right > drawing.right + 2 || box.left < drawing.left - 2))
        return [`beyond its picture: ${words(element)}`];
      const style = getComputedStyle(element);
      return !element.closest('svg') &&
        style.overflowX !== 'visible' &&
        element.scrollWidth > element.clientWidth + 1
        ? [`hidden in its box: ${words(element)}`]
        : [];
    });
  });

describe('the report as a page', () => {
  it.each([
    ['four', 360],
    ['four', 390],
    ['four', 1000],
    ['many', 360],
    ['many', 1000],
  ] as const)('cuts nothing off: %s arms at %i px', async (name, width) => {
    const page = await opened(name, width);
    expect(await clipped(page)).toEqual([]);
    // Every verdict is seen without scrolling sideways.
    const words = page.locator('.verdicts .word');
    expect(await words.count()).toBeGreaterThan(20);
    for (const box of await words.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right)))
      expect(box).toBeLessThanOrEqual(width);
    await page.context().close();
  });

  it.each(['four', 'derived', 'several'] as const)(
    'has links to every heading and back from every footnote: %s',
    async (name) => {
      const page = await opened(name, 1000, 'dark');
      const found = await page.evaluate(() => {
        const all = (selector: string) => [...document.querySelectorAll(selector)];
        const words = ({ textContent }: Element) => textContent?.trim();
        const goesTo = (link: Element) => document.getElementById(link.getAttribute('href')!.slice(1));
        const [headings, notes] = [all('h2, h3'), all('.notes li')];
        return {
          headings: headings.length,
          notes: notes.length,
          unlinked: headings
            .filter((each) => !all('h2 > a, h3 > a').some((link) => goesTo(link) === each))
            .map(words),
          // The way back leads to the mark that leads to the note.
          lost: notes
            .filter((note) => {
              const back = note.querySelector('a.back');
              const mark = back && goesTo(back);
              return !mark || goesTo(mark) !== note;
            })
            .map(words),
          broken: all('a[href^="#"]')
            .filter((link) => goesTo(link) === null)
            .map(words),
        };
      });
      expect(found).toMatchObject({ unlinked: [], lost: [], broken: [] });
      expect(found.headings).toBeGreaterThan(3);
      expect(found.notes > 0).toBe(name !== 'several');
      await page.context().close();
    },
  );

  it.each(Object.keys(pages) as (keyof typeof pages)[])('says no sentence twice: %s', async (name) => {
    const page = await opened(name, 1000);
    const said = await page.evaluate(() =>
      [...document.querySelectorAll('p, li, dd, figcaption')]
        // A footnote is read alone, a step of the derivation beside its own formulas.
        .filter((each) => each.closest('.notes, .derivation') === null)
        .flatMap((each) =>
          each.textContent
            .trim()
            .replace(/\s+/g, ' ')
            .split(/(?<=[.:;]) /),
        ),
    );
    const long = said.filter((text) => text.length > 45);
    expect(long.length).toBeGreaterThan(5);
    expect(long.filter((text, i) => long.indexOf(text) < i)).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['four', 'light'],
    ['four', 'dark'],
    ['several', 'dark'],
    ['derived', 'dark'],
  ] as const)('has no findings of axe: %s, %s', async (name, scheme) => {
    const page = await opened(name, 1000, scheme);
    expect(await axeFindings(page)).toEqual([]);
    await page.context().close();
  });

  it.each([360, 1000])('cuts nothing off of several experiments at %i px', async (width) => {
    const page = await opened('several', width);
    expect(await clipped(page)).toEqual([]);
    expect(await page.locator('.answer').first().textContent()).toContain('is not finished');
    await page.context().close();
  });

  it.each(Object.keys(pages) as (keyof typeof pages)[])('cuts nothing off on paper: %s', async (name) => {
    // What A4 has between its margins of 14 mm: 182 mm.
    const page = await opened(name, 688);
    await page.emulateMedia({ media: 'print' });
    expect(await clipped(page)).toEqual([]);
    await page.context().close();
  });

  it.each(['A4', 'Letter'] as const)('takes five pages of %s at most for four swept arms', async (format) => {
    const page = await opened('swept', 1000);
    const count = await printed(page, format);
    expect(count).toBeLessThanOrEqual(5);
    expect(count).toBeGreaterThan(3);
    await page.context().close();
  });

  it('has the derivation on two pages of A4, and cuts none of it off on a telephone', async () => {
    const page = await opened('derived', 360);
    expect(await clipped(page)).toEqual([]);
    await page.setViewportSize({ width: 1000, height: 900 });
    expect(await clipped(page)).toEqual([]);
    // Alone, as it begins a page and a page begins after it.
    await page.evaluate(() => {
      const part = [...document.querySelectorAll('#derivation, #derivation ~ *')];
      const end = part.findIndex(({ id }) => id === 'appendix');
      document.querySelector('main')!.replaceChildren(...part.slice(0, end));
    });
    expect(await printed(page, 'A4')).toBe(2);
    await page.context().close();
  });

  // Pictures for people, made on demand: they check nothing.
  it.each(process.env['LAB_SCREENSHOTS'] ? (Object.keys(pages) as (keyof typeof pages)[]) : [])(
    'is drawn and printed, for people to look at: %s',
    async (name) => {
      const to = (ending: string) => `out/report-pictures/${name}-${ending}`;
      for (const scheme of ['light', 'dark'] as const)
        for (const width of [360, 1000, 1440]) {
          const page = await opened(name, width, scheme);
          await page.screenshot({ path: to(`${width}-${scheme}.png`), fullPage: true });
          if (width === 1000 && scheme === 'light')
            for (const format of ['A4', 'Letter']) await page.pdf({ path: to(`${format}.pdf`), format });
          await page.context().close();
        }
    },
  );
});
