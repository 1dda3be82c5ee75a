import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atBeginning, reset, tabTo as reach } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';
import { inOrder } from './in-order.ts';
import { unreadable, untold } from './readability.ts';
import { pluginTemplate } from '../../core/plugins/author-files.ts';

/** Set to keep the pictures: `LAB_SCREENSHOTS=1 npm test` writes them to test/screenshots. */
const keep = process.env['LAB_SCREENSHOTS'] === '1';
const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loss-lab-screens-'));

/** What a person would notice at a glance; texts are looked at by themselves. */
const look = (page: Page, name: string, how: { texts?: boolean; within?: string } = {}): Promise<void> =>
  inOrder(page, name, {
    texts: false,
    ...how,
    seen: keep
      ? async (seen) => {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${name}-${seen}.png`) });
        }
      : undefined,
  });

/** A text with thousands of distinct characters: the common Chinese ones in a fixed but irregular order. */
function manyCharacters(): string {
  let text = '';
  for (let i = 0, at = 1; i < 30_000; i++) {
    at = (at * 48271) % 2147483647;
    text += i % 12 === 11 ? '。\n' : String.fromCodePoint(0x4e00 + (at % 6257));
  }
  return text;
}

describe('the screens', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const set = async (label: string, value: number) => {
    const field = host.page.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  };

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are readable before the first run', async () => {
    await look(host.page, 'start');
  });

  // Six screens, each in several ways: on a busy machine every look takes many seconds.
  it('are readable after a run, with an arm of every output layer', { timeout: 400_000 }, async () => {
    await set('Hidden units H', 24);
    await set('Steps', keep ? 300 : 60);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 100_000 }).toMatch(/finished/);
    await look(host.page, 'convergence');
    await host.page.getByRole('tab', { name: 'Gradients' }).click();
    await expect.poll(() => id('ask-check').innerText(), { timeout: 30_000 }).toMatch(/4 of 4$/);
    await look(host.page, 'gradients');
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await reset(host.page);
    for (const layer of ['linear-cross-entropy', 'softmax-quadratic', 'softmax-cross-entropy']) {
      await id('add-layer').click();
      await id(`add-${layer}`).click();
      await host.page.keyboard.press('Escape');
      await id(layer === 'softmax-cross-entropy' ? 'arm-softmax-cross-entropy-2' : `arm-${layer}`).waitFor();
    }
    await set('Steps', 40);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 100_000 }).toMatch(/finished/);
    await look(host.page, 'seven-arms');
    await host.page.getByRole('tab', { name: 'Gradients' }).click();
    for (const question of ['sequence', 'time', 'direction', 'sizes', 'training', 'check']) {
      await id(`ask-${question}`).click();
      // Each once; the first is looked at in every way.
      if (question === 'sequence') await look(host.page, 'gradients-seven-arms');
      else await inOrder(host.page, question, { sizes: [{ width: 1024, height: 640 }], texts: false });
    }
    await host.page.getByRole('tab', { name: 'Learning rates' }).click();
    await look(host.page, 'sweep');
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await reset(host.page);
  });

  it('say what diverged', async () => {
    await set('Steps', 20);
    await host.page.getByLabel('Learning rate of linear + quadratic', { exact: true }).fill('1e300');
    await host.page.keyboard.press('Enter');
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 100_000 }).toMatch(/finished/);
    expect(await id('standing-row-linear-quadratic').innerText()).toMatch(/3 of 3 diverged/);
    expect(await id('lane-linear-quadratic').innerText()).toMatch(/Diverged at step \d+/);
    await look(host.page, 'diverged');
    await reset(host.page);
  });

  it('hold a text of thousands of characters under a long and hostile name', async () => {
    const name = `${'長'.repeat(40)}\u202e<b>txt.${'x'.repeat(80)}`;
    const file = join(folder, `${name.slice(0, 60)}.txt`);
    writeFileSync(file, manyCharacters());
    await host.dropFiles([file]);
    await expect.poll(() => id('corpus-name').innerText()).toContain('⟦U+202E⟧');
    expect(await id('corpus-facts').innerText()).toMatch(/6.?\d\d\d distinct/);
    await set('Batch', 2);
    await set('Steps', 2);
    await set('Paired seeds', 1);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 100_000 }).toMatch(/finished/);
    await look(host.page, 'many-characters');
    await reset(host.page);
  });

  it('show messages, menus and dialogs', async () => {
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, '');
    await host.dropFiles([empty]);
    await id('message').first().waitFor();
    await id('export-menu').click();
    await look(host.page, 'message-and-menu');
    await host.page.keyboard.press('Escape');
    await id('paste-text').click();
    await look(host.page, 'paste', { within: 'dialog:modal' });
    expect(await untold(host.page, 'dialog:modal')).toEqual([]);
    await host.page.keyboard.press('Escape');
    await host.page.getByLabel('Close this message').click();
    expect(await id('message').count()).toBe(0);
    expect(host.errors).toEqual([]);
  });

  it('show every dialog so that it can be read, and the library', { timeout: 300_000 }, async () => {
    const { page } = host;
    const dialog = async (name: string, testId: string, open: () => Promise<unknown>) => {
      await open();
      await id(testId).waitFor();
      const within = `[data-testid="${testId}"]`;
      await look(page, name, { texts: true, within });
      expect(await untold(page, within), name).toEqual([]);
      await page.keyboard.press('Escape');
      await id(testId).waitFor({ state: 'hidden' });
    };
    await dialog('formula', 'formula-dialog', async () => {
      await id('add-layer').click();
      // The longest name there may be, a published loss with a parameter, and a mistake.
      await id('layer-published-focal').click();
      await id('formula-name').fill('a long name '.repeat(7).slice(0, 80));
      await id('formula-loss').fill('-(1 - targt(y))^γ * log(target(y))');
      await id('formula-mend').waitFor();
    });
    await dialog('formula-read', 'formula-dialog', async () => {
      await id('add-layer').click();
      await id('layer-published-focal').click();
      await expect.poll(() => id('formula-score').innerText()).toMatch(/Not a proper score/);
    });
    await dialog('plug-in-guide', 'plugin-guide', async () => {
      await id('add-layer').click();
      await id('plugin-help').click();
    });
    const plugin = join(folder, 'my-loss.mjs');
    writeFileSync(plugin, pluginTemplate.text);
    await dialog('plug-in', 'plugin-prompt', () => host.dropFiles([plugin]));
    const texts = join(folder, 'a folder of texts');
    mkdirSync(texts);
    for (const name of ['one.txt', `${'a long name of a text '.repeat(4)}.txt`])
      writeFileSync(join(texts, name), 'abcdefgh '.repeat(200));
    await dialog('folder', 'folder-dialog', () => host.dropFiles([texts]));
    await id('open-library').click();
    await id('library-headline').waitFor();
    await look(page, 'library', { texts: true });
    expect(await untold(page, '[data-testid="library"]')).toEqual([]);
    await id('library-back').click();
    expect(host.errors).toEqual([]);
  });

  it('keep every text with the colours of the system, and with twice as many pixels', async () => {
    const { page } = host;
    await page.emulateMedia({ forcedColors: 'active' });
    expect(await unreadable(page)).toEqual([]);
    // What is chosen is told by a border or a fill of the system's.
    const told = await page
      .getByRole('tab', { selected: true })
      .evaluate((tab) => getComputedStyle(tab).borderBottomStyle);
    expect(told).toBe('solid');
    await page.emulateMedia({ forcedColors: 'none' });
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      ...{ width: 1440, height: 900, deviceScaleFactor: 2, mobile: false },
    });
    await page.reload();
    await id('chart-convergence').waitFor();
    const sharp = () =>
      page
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.clientWidth);
    await expect.poll(sharp).toBeCloseTo(2, 1);
    expect(await unreadable(page)).toEqual([]);
    await session.detach();
  });
});

describe('the precision', () => {
  let host: RunningHost;
  beforeAll(async () => {
    host = await browserMode.start();
    await host.page.getByTestId('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it('is chosen with the keyboard in the model panel, described, and fixed while training', async () => {
    const { page } = host;
    const size = page.getByTestId('model-size');
    const field = page.getByRole('combobox', { name: 'Precision' });
    expect(await field.inputValue()).toBe('float32');
    expect(await size.innerText()).toMatch(/^[\d\s]+ parameters · float32$/);
    expect(await field.getAttribute('title')).toBe('float32: fast kernels, for training.');
    await page.getByLabel('Batch', { exact: true }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => size.innerText()).toMatch(/^[\d\s]+ parameters · float64$/);
    expect(await field.inputValue()).toBe('float64');
    expect(await field.getAttribute('title')).toBe('float64: reference engine, clear and slow.');

    await page.getByTestId('run-button').click();
    await page.getByTestId('pause-button').waitFor();
    expect(await field.isDisabled()).toBe(true);
    // The rate tells the work too: in the line where there is room, else on pointing at it.
    const progress = page.getByTestId('progress-text');
    await expect.poll(() => progress.innerText()).toMatch(/chars\/s · .*[\d.]+\sGFLOP\/s/);
    expect(await progress.getAttribute('title')).toMatch(/GFLOP\/s of useful work in float64/);
    await page.setViewportSize({ width: 1024, height: 640 });
    await expect.poll(() => progress.innerText()).toMatch(/chars\/s(?!.*GFLOP)/);
    expect(await progress.getAttribute('title')).toMatch(/GFLOP\/s/);
    await expect.poll(() => size.getAttribute('title')).toBe('float64, reference engine');

    await reset(page);
    await expect.poll(() => field.isDisabled()).toBe(false);
    await field.selectOption('float32');
    await expect.poll(() => size.innerText()).toMatch(/float32$/);
    expect(host.errors).toEqual([]);
  });
});

describe('the keyboard alone', () => {
  let host: RunningHost;
  beforeAll(async () => {
    host = await browserMode.start();
    await host.page.getByTestId('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  const tabTo = (name: string) => reach(host.page, name);

  it('runs, pauses, resets, adds an arm, pastes a text and opens the export menu', async () => {
    const { page } = host;
    await tabTo('run-button');
    await page.keyboard.press('Enter');
    await tabTo('pause-button');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByTestId('progress-text').innerText()).toMatch(/paused/);
    await tabTo('reset-button');
    await page.keyboard.press('Enter');
    await atBeginning(page);
    await tabTo('add-layer');
    await page.keyboard.press('Enter');
    await page.getByTestId('formula-dialog').waitFor();
    await page.keyboard.type('linear + cross');
    // To the row, to its +, and back to the settings.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByTestId('arm-linear-cross-entropy').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('formula-dialog').waitFor({ state: 'hidden' });
    await tabTo('paste-text');
    await page.keyboard.press('Enter');
    await tabTo('paste-area');
    await page.keyboard.type('abababab abababab abababab abababab ');
    await tabTo('paste-use');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByTestId('corpus-name').innerText()).toBe('Pasted text');
    await tabTo('export-menu');
    expect(await page.getByTestId('export-menu').innerText()).toMatch(/^Open \/ Export/);
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused).toBe('open-experiment');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('export-all');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('export-menu');
  });
});
