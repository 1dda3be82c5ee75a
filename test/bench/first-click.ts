import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openInBrowser, type OpenPage } from './browser.ts';
import { table } from './document.ts';
import type { Section } from './section.ts';
import { median } from './statistics.ts';

/** What somebody does who opens the lab for the first time, and how long they wait. */
interface FirstClick {
  /** From the address to a window in which Run can be pressed, in seconds. */
  readonly opened: number;
  /** From the address to the sentence that says what came out, after all runs; the quick search included. */
  readonly answered: number;
  /** Clicks that the page has heard from its first document on. */
  readonly clicks: number;
  readonly headline: string;
}

/** What a first answer may take at most. */
const most = { clicks: 2, builtIn: 10, dropped: 60 };

/** Where a page counts the clicks that it hears. */
type Counting = typeof globalThis & { clicksHeard: number };

/** Counts what an input device does, and nothing that a script does by itself. */
function countClicks(): void {
  const page = globalThis as Counting;
  page.clicksHeard = 0;
  addEventListener('click', ({ isTrusted }) => (page.clicksHeard += isTrusted ? 1 : 0), true);
}

/** The address that the program prints, as somebody would start it. */
async function served(
  program: string,
  library: string,
): Promise<{ address: string; end: () => Promise<unknown> }> {
  const child = spawn(process.execPath, [program, 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOSS_LAB_LIBRARY: library },
  });
  const ended = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    const read = (data: Buffer) => {
      printed += data.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(printed) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (status) => reject(new Error(`serve ended with status ${status}: ${printed}`)));
  });
  return {
    address,
    end: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

async function drop({ page }: OpenPage, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 720, y: 450, data });
  await session.detach();
}

/** @param file a text that is dropped on the window before the click; null for the built-in one */
async function firstClick(program: string, sources: URL, file: string | null): Promise<FirstClick> {
  const library = mkdtempSync(join(tmpdir(), 'loss-lab-first-click-'));
  const host = await served(program, library);
  try {
    const browser = await openInBrowser('about:blank', sources);
    if (typeof browser === 'string') throw new Error(browser);
    try {
      const { page } = browser;
      await page.addInitScript(countClicks);
      const begun = performance.now();
      const passed = () => (performance.now() - begun) / 1000;
      await page.goto(host.address);
      const id = (name: string) => page.getByTestId(name);
      await id('corpus-name').waitFor();
      const opened = passed();
      if (file !== null) {
        await drop(browser, file);
        await page.waitForFunction(() =>
          document.querySelector('[data-testid="corpus-name"]')?.textContent?.includes('megabyte'),
        );
      }
      await id('run-button').click();
      await page.waitForFunction(
        () => /finished/.test(document.querySelector('[data-testid="progress-text"]')?.textContent ?? ''),
        undefined,
        { timeout: 600_000 },
      );
      const answered = passed();
      const clicks = await page.evaluate(() => (globalThis as Counting).clicksHeard);
      return { opened, answered, clicks, headline: await id('headline').innerText() };
    } finally {
      await browser.close();
    }
  } finally {
    await host.end();
    rmSync(library, { recursive: true, force: true });
  }
}

/** A million characters of made-up words in lines: as many distinct ones as an English text has. */
function megabyte(): string {
  let at = 1;
  const next = (n: number) => (at = (at * 48271) % 2147483647) % n;
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const words = Array.from({ length: 2000 }, () =>
    Array.from({ length: 2 + next(7) }, () => letters[Math.floor((next(26) * next(26)) / 26)]).join(''),
  );
  const lines: string[] = [];
  for (let length = 0; length < 1_000_000; length += lines.at(-1).length + 1) {
    const line = Array.from(
      { length: 5 + next(6) },
      () => words[Math.floor((next(2000) * next(2000)) / 2000)],
    );
    const first = line.join(next(9) === 0 ? ', ' : ' ');
    lines.push(first[0].toUpperCase() + first.slice(1) + '.;?!'[next(4)]);
  }
  return lines.join('\n').slice(0, 1_000_000);
}

/** From the address to the answer, by the window alone, every setting as it comes. */
export const firstClickTimes: Section = {
  name: 'first-click',
  title: 'From the address to the answer',
  async measure({ rounds, quick, sources }) {
    const program = fileURLToPath(new URL('../../bin/loss-lab.js', sources));
    const folder = mkdtempSync(join(tmpdir(), 'loss-lab-megabyte-'));
    const file = join(folder, 'megabyte.txt');
    writeFileSync(file, megabyte());
    const times = quick ? 1 : Math.min(3, rounds);
    const load = os.loadavg()[0];
    const cases = [
      { what: 'the built-in text', within: most.builtIn, file: null, found: [] as FirstClick[] },
      { what: 'a dropped text of 1 MB', within: most.dropped, file, found: [] as FirstClick[] },
    ];
    try {
      for (let round = 0; round < times; round++)
        for (const each of cases) each.found.push(await firstClick(program, sources, each.file));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const seconds = (of: (each: FirstClick) => number, found: readonly FirstClick[]) =>
      median(found.map(of)).toFixed(1);
    const longest = (found: readonly FirstClick[]) => Math.max(...found.map(({ answered }) => answered));
    const clicksOf = (found: readonly FirstClick[]) => Math.max(...found.map(({ clicks }) => clicks));
    const broken = cases.flatMap(({ what, within, found }) => [
      ...(longest(found) <= within
        ? []
        : [`The answer to ${what} took ${longest(found).toFixed(1)} s; it may take ${within} s.`]),
      // None at all would mean that they are not heard.
      ...(clicksOf(found) >= 1 && clicksOf(found) <= most.clicks
        ? []
        : [`The answer to ${what} took ${clicksOf(found)} clicks; it may take 1 to ${most.clicks}.`]),
    ]);
    const lines = [
      ...table(
        ['', 'window there, s', 'headline after all runs, s', 'longest, s', 'clicks'],
        cases.map(({ what, found }) => [
          what,
          seconds(({ opened }) => opened, found),
          seconds(({ answered }) => answered, found),
          longest(found).toFixed(1),
          String(clicksOf(found)),
        ]),
      ),
      '',
      `Medians of ${times}, in a browser that was open; the quick search of rates is part of it. Load before ${load.toFixed(2)}.`,
      '',
      ...cases.map(({ what, found }) => `Said in the end of ${what}: “${found[0].headline}”.`),
      '',
    ];
    return { lines, raw: { load, cases: cases.map(({ what, found }) => ({ what, found })) }, broken };
  },
};
