import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atBeginning, set } from './actions.ts';
import { axeFindings } from './axe.ts';
import { browserMode, type RunningHost } from './hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'loss-lab-library-'));
/** What the library is read for may take its thread a while on a loaded machine. */
const patient = { timeout: 20_000 };
const serving = { env: { LOSS_LAB_LIBRARY: folder } };

/** Runs of which a checkpoint is on the disk. */
const checkpoints = (library: string): number =>
  readdirSync(library, { recursive: true }).filter((path) => /checkpoint$/.test(String(path))).length;

describe('the library', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const progress = () => id('progress-text').innerText();
  const finished = () => expect.poll(progress, { timeout: 60_000 }).toMatch(/finished/);
  const undoes = () => id('undo-button').getAttribute('aria-label');
  const field = (label: string) => host.page.getByLabel(label, { exact: true });
  const open = async () => {
    host = await browserMode.start(serving);
    await id('corpus-name').waitFor();
  };
  const rows = () => id('kept-name').allInnerTexts();
  const menuOf = async (name: string, item: string) => {
    await host.page.getByRole('button', { name: `More for ${name}` }).click();
    await id(item).click();
  };

  beforeAll(open);
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is empty at first', async () => {
    await id('open-library').click();
    await expect.poll(() => id('library-empty').innerText(), patient).toMatch(/^Nothing is kept yet/);
    await host.page.keyboard.press('Escape');
    await id('library').waitFor({ state: 'detached' });
  });

  it('has an experiment back after its host was killed, and goes on with it', async () => {
    for (const arm of ['sigmoid-cross-entropy', 'sigmoid-quadratic'])
      await id(`arm-${arm}`)
        .getByRole('button', { name: /^Remove/ })
        .click();
    await set(host.page, 'Hidden units H', 32);
    await set(host.page, 'Paired seeds', 1);
    await set(host.page, 'Steps', 3000);
    await field('Name of the comparison').fill('First try');
    await field('Name of the comparison').press('Enter');
    await id('run-button').click();
    // So much of every run is on the disk that it can go on.
    await expect.poll(() => checkpoints(folder), { timeout: 60_000, interval: 20 }).toBe(2);
    await host.killLab();
    await host.close();
    await open();
    await expect
      .poll(() => id('unfinished').innerText(), patient)
      .toMatch(/“First try” was broken off at step .+ of 3.000/);
    await id('unfinished-go-on').click();
    await finished();
    expect(await id('unfinished').count()).toBe(0);
    expect(await field('Steps').inputValue()).toBe('3000');
  });

  it('brings results back when a change is undone', async () => {
    await set(host.page, 'Learning rate of softmax + cross-entropy', 0.05);
    await atBeginning(host.page);
    await expect.poll(undoes).toBe('Undo: rate of softmax + cross-entropy 0.1 → 0.05');
    await host.page.keyboard.press('Control+z');
    await finished();
    expect(await field('Learning rate of softmax + cross-entropy').inputValue()).toBe('0.1');
    await host.page.keyboard.press('Control+Shift+Z');
    await atBeginning(host.page);
    expect(await field('Learning rate of softmax + cross-entropy').inputValue()).toBe('0.05');
    // What is typed and not taken over yet is the field's own.
    await field('Steps').fill('77');
    await host.page.keyboard.press('Control+z');
    expect(await field('Learning rate of softmax + cross-entropy').inputValue()).toBe('0.05');
    await field('Steps').press('Escape');
    const view = host.page.locator('#view');
    await view.evaluate((each) => each.scrollTo(0, each.scrollHeight));
    expect(await view.evaluate((each) => each.scrollTop)).toBeGreaterThan(0);
    await id('undo-button').click();
    await finished();
    // The answer is in sight.
    await expect.poll(() => view.evaluate((each) => each.scrollTop)).toBe(0);
  });

  it('duplicates an experiment, to be changed and compared with it on one chart', async () => {
    await id('open-library').click();
    await expect.poll(rows, patient).toEqual(['First try']);
    await menuOf('First try', 'kept-duplicate');
    await atBeginning(host.page);
    await set(host.page, 'Learning rate of linear + quadratic', 0.02);
    await field('Name of the comparison').fill('Second try');
    await field('Name of the comparison').press('Enter');
    await expect.poll(undoes).toBe('Undo: name “Second try”');
    await id('run-button').click();
    await finished();
    await id('open-library').click();
    await expect.poll(rows, patient).toEqual(['Second try', 'First try']);
    const hint = id('library-tick');
    expect(await hint.innerText()).toBe('Tick two experiments to see them side by side.');
    await host.page.getByLabel('Compare First try').check();
    expect(await hint.innerText()).toMatch(/tick another/);
    await host.page.getByLabel('Compare Second try').check();
    await expect.poll(() => hint.count()).toBe(0);
    await id('side-by-side').waitFor();
    expect(await id('side-by-side').innerText()).toMatch(/A First try · B Second try/);
    expect(await id('kept-changes').innerText()).toMatch(/0\.02/);
    expect(await axeFindings(host.page)).toEqual([]);
  });

  it('finds by words, tags and notes, and has back what was thrown away', async () => {
    await menuOf('First try', 'kept-describe');
    await id('kept-tags').fill('lecture 7, <b>bold</b>');
    await id('kept-notes').fill('Where linear + quadratic went off.');
    await id('kept-save').click();
    await id('kept-dialog').waitFor({ state: 'detached' });
    await id('filter-tag lecture 7').click();
    await expect.poll(rows, patient).toEqual(['First try']);
    expect(await id('filter-tag <b>bold</b>').innerText()).toContain('<b>bold</b>');
    await id('filter-all').click();
    await host.page.keyboard.press('/');
    await id('library-search').fill('went OFF reber');
    await expect.poll(rows, patient).toEqual(['First try']);
    await id('library-search').fill('');
    await menuOf('First try', 'kept-trash');
    await expect.poll(() => id('trash-toast').innerText()).toContain('“First try” is in the trash');
    await expect.poll(rows, patient).toEqual(['Second try']);
    expect(await id('side-by-side').count()).toBe(0);
    await id('trash-undo').click();
    await expect.poll(rows, patient).toEqual(['Second try', 'First try']);
    // A click anywhere on a row opens it; the keyboard opens it by its name.
    const name = () => field('Name of the comparison').inputValue();
    await host.page
      .getByRole('row', { name: /First try/ })
      .getByText('3 000 steps')
      .click();
    await id('library').waitFor({ state: 'detached' });
    await expect.poll(name).toBe('First try');
    await id('open-library').click();
    await expect.poll(rows, patient).toEqual(['Second try', 'First try']);
    // The list knows by then which of them is on the screen.
    await host.page
      .getByRole('row', { name: /First try/ })
      .getByText('open', { exact: true })
      .waitFor();
    await id('kept-name').first().press('Enter');
    await expect.poll(name).toBe('Second try');
    await finished();
  });

  it('gives the experiment as a link and a command line, and opens a pasted link', async () => {
    await host.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (what: string) => {
      await id('export-menu').click();
      await id(what).click();
      await expect
        .poll(() => host.page.evaluate(() => navigator.clipboard.readText()))
        .toMatch(/experiment|loss-lab/);
      return host.page.evaluate(() => navigator.clipboard.readText());
    };
    const link = await copied('copy-link');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#experiment=[\w-]+$/);
    await expect
      .poll(() => copied('copy-command'))
      .toMatch(/^loss-lab compare --name 'Second try' --builtin reber /);
    await set(host.page, 'Steps', 50);
    await atBeginning(host.page);
    await host.page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, link);
    await expect.poll(() => field('Steps').inputValue()).toBe('3000');
    expect(await undoes()).toBe('Undo: link opened');
    // The same over the address of the open lab: it does not load anew.
    await set(host.page, 'Steps', 60);
    await host.page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
    await expect.poll(() => field('Steps').inputValue()).toBe('3000');
    expect(new URL(host.page.url()).hash).toBe('');
    expect(host.errors).toEqual([]);
  });
});
