import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { defaultCorpusOptions } from '../../core/corpora/corpus.ts';
import { serve } from '../../core/node/serve/served-lab.ts';
import { openInBrowser } from './browser.ts';
import { table } from './document.ts';
import type { Plan, Section } from './section.ts';
import { median } from './statistics.ts';
import { benchLab, textOf } from './watched-lab.ts';

/** What is dragged: a step of the derivation, the number on it, and a result that follows. */
const drags = [
  { name: 'z on step 6', step: 6, number: 'change-z', result: 'line-sigmoid-quadratic' },
  { name: 'an entry of Whh on step 11', step: 11, number: 'change-weight', result: 'same-sigmoid-quadratic' },
] as const;

interface Drag {
  readonly name: string;
  /** Frames and new results in a second, and the share of frames that came within 1/30 s. */
  readonly frames: number;
  readonly results: number;
  readonly inTime: number;
}

interface Opening {
  readonly vocabulary: number;
  /** Milliseconds from the click on the tab to the step with its numbers, for each opening. */
  readonly opened: readonly number[];
  readonly drags: readonly Drag[];
}

/** Milliseconds from a click on the tab to a step that stands there. */
const openTab = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const began = performance.now();
    document.querySelector<HTMLElement>('#tab-derivation')!.click();
    while (!document.querySelector('[data-testid=derivation-step]')) await frame();
    await frame();
    return performance.now() - began;
  });

/** Drags a number by the pointer, 60 moves a second, and counts what the page makes of it. */
async function dragged(
  page: Page,
  { name, step, number, result }: (typeof drags)[number],
  seconds: number,
): Promise<Drag> {
  await page.getByTestId(`step-${step}`).click();
  const field = page.getByTestId(number);
  await field.scrollIntoViewIfNeeded();
  const box = (await field.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const counted = page.evaluate(
    async ({ watched, milliseconds }) => {
      const results = new Set<string>();
      const gaps: number[] = [];
      const began = performance.now();
      for (let last = began; last - began < milliseconds;) {
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
        const shown = document.querySelector<HTMLElement>(`[data-testid=${watched}]`)!.dataset;
        results.add(shown['result'] ?? shown['value']!);
      }
      return { gaps: gaps.slice(1), results: results.size, took: performance.now() - began };
    },
    { watched: result, milliseconds: 1000 * seconds },
  );
  const end = performance.now() + 1000 * seconds;
  for (let k = 0; performance.now() < end; k++) {
    const next = performance.now() + 1000 / 60;
    await page.mouse.move(x + 60 * Math.sin(k / 20) + k / 50, y);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  }
  const { gaps, results, took } = await counted;
  await page.mouse.up();
  await page.getByTestId('put-back').click();
  return {
    name,
    frames: (1000 * gaps.length) / took,
    results: (1000 * (results - 1)) / took,
    inTime: gaps.filter((gap) => gap <= 1000 / 30 + 1).length / gaps.length,
  };
}

/** Four output layers at H 64, T 25, with a text of so many distinct characters. */
async function measureAt(vocabulary: number, plan: Plan): Promise<Opening | string> {
  const { built, sources, rounds, quick } = plan;
  const lab = benchLab(built);
  const bytes = textOf({ name: '', vocabulary, hidden: 64, length: 25, batch: 1 });
  const { uploadId } = await lab.beginText({ name: 'bench.txt', bytes: bytes.length, source: 'upload' });
  await lab.appendText({ uploadId, bytes });
  await lab.finishText({ uploadId, options: defaultCorpusOptions });
  const { experiment } = await lab.snapshot({});
  await lab.setExperiment({
    experiment: { ...experiment, model: { ...experiment.model, hidden: 64, length: 25 } },
  });
  const rendererFolder = fileURLToPath(new URL('../renderer/', built));
  const host = await serve(lab, { port: 0, files: lab, rendererFolder });
  try {
    const browser = await openInBrowser(host.url, sources);
    if (typeof browser === 'string') return browser;
    const { page } = browser;
    try {
      const opened: number[] = [];
      for (let k = 0; k < (quick ? 1 : Math.max(3, rounds)); k++) {
        await page.goto('about:blank');
        await page.goto(host.url);
        await page.getByTestId('corpus-name').waitFor();
        await page.waitForTimeout(1500);
        opened.push(await openTab(page));
      }
      const found: Drag[] = [];
      for (const each of drags) found.push(await dragged(page, each, quick ? 1 : 4));
      return { vocabulary, opened, drags: found };
    } finally {
      await browser.close();
    }
  } finally {
    await host.close();
    await lab.close();
  }
}

/** How soon the Derivation stands there, and whether it follows a hand. */
export const derivationSpeed: Section = {
  name: 'derivation',
  title: 'The Derivation on the screen',
  async measure(plan) {
    const raw: Opening[] = [];
    for (const vocabulary of [65, 6257]) {
      const found = await measureAt(vocabulary, plan);
      if (typeof found === 'string') return { lines: [`Without a browser: ${found}.`, ''], raw };
      raw.push(found);
    }
    const whole = (value: number) => value.toFixed(0);
    return {
      lines: [
        `Chromium without a graphics processor, 1440 × 900, four output layers, H 64, T 25; load average ${loadavg()[0].toFixed(1)}. Opened: from the click on the tab of a page just loaded, median (least). A number is dragged with 60 moves a second.`,
        '',
        ...table(
          ['V', 'opened, ms', 'dragged', 'frames/s', 'new results/s', 'frames within 1/30 s'],
          raw.flatMap(({ vocabulary, opened, drags: found }) =>
            found.map(({ name, frames, results, inTime }) => [
              String(vocabulary),
              `${whole(median(opened))} (${whole(Math.min(...opened))})`,
              name,
              whole(frames),
              whole(results),
              `${whole(100 * inTime)} %`,
            ]),
          ),
        ),
      ],
      raw,
    };
  },
};
