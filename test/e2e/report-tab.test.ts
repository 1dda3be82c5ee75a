import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainQuickly } from './actions.ts';
import { axeFindings } from './axe.ts';
import { browserMode, type RunningHost } from './hosts.ts';

describe('the Report tab', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const page = () => host.page.frameLocator('[data-testid=report-page]');
  const headings = () => page().locator('h2').allTextContents();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-report-tab-'));
    // Printing is a matter of the archive, not of the tab, and takes its time.
    host = await browserMode.start({ env: { LAB_CHROMIUM: 'none' } });
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the page as it will be, with what its authors say', async () => {
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await id('report-question').fill('Which of these four?');
    await id('report-question').blur();
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await trainQuickly(host.page);
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await id('report-title').fill('Four layers <b>here</b>');
    await id('report-authors').fill('Ada Lovelace, Analytical Society');
    await id('report-notes').fill('A note of mine.');
    await expect.poll(() => page().locator('.question').textContent()).toBe('Which of these four?');
    await expect.poll(() => page().locator('h1').textContent()).toBe('Four layers <b>here</b>');
    await expect.poll(() => page().locator('.by').textContent()).toContain('Ada Lovelace');
    await expect.poll(() => page().getByText('A note of mine.').count()).toBe(1);
    // The page has its style: the abstract stands in two columns.
    expect(
      await page()
        .locator('.abstract')
        .evaluate((each) => getComputedStyle(each).display),
    ).toMatch(/grid|block/);
    expect(
      await page()
        .locator('main')
        .evaluate((each) => getComputedStyle(each).maxWidth),
    ).toBe('964px');
    expect(host.errors).toEqual([]);
  });

  it('keeps the results where another question is asked, and says that they were there first', async () => {
    const progress = () => id('progress-text').innerText();
    const asked = () => page().locator('.asked').allTextContents();
    const words =
      'This question was changed after the results were there; before them it was “Which of these four?”.';
    expect(await asked()).toEqual([]);
    await id('report-question').fill('Which one, and why?');
    await id('report-question').blur();
    await expect.poll(asked).toEqual([words]);
    expect(await page().locator('.question').textContent()).toBe('Which one, and why?');
    expect(await host.page.locator('#report-question-note').innerText()).toBe(words);
    expect(await progress()).toMatch(/finished/);
    await id('undo-button').click();
    await expect.poll(asked).toEqual([]);
    expect(await page().locator('.question').textContent()).toBe('Which of these four?');
    expect(await id('report-question').inputValue()).toBe('Which of these four?');
    expect(await progress()).toMatch(/finished/);
    await id('redo-button').click();
    await expect.poll(asked).toEqual([words]);
    await host.page.reload();
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await expect.poll(asked).toEqual([words]);
    await id('report-question').fill('Which of these four?');
    await id('report-question').blur();
    await expect.poll(asked).toEqual([]);
    expect(host.errors).toEqual([]);
  });

  it('is written in the language that is chosen, but for what its authors say', async () => {
    await id('report-language').selectOption('zh-Hans');
    await expect.poll(headings).toContain('1 方法');
    expect(await page().locator('html').getAttribute('lang')).toBe('zh-Hans');
    expect(await page().locator('.question').textContent()).toBe('Which of these four?');
    await id('report-language').selectOption('en');
    await expect.poll(headings).toContain('1 Methods');
    expect(host.errors).toEqual([]);
  });

  it('leaves out what is not chosen, and exports what is shown', async () => {
    await host.page.getByLabel('Appendix').uncheck();
    await expect.poll(headings).not.toContain('Appendix');
    const html = readFileSync(await host.exportFile('report-export-page', folder), 'utf8');
    expect(html).toContain('Four layers &lt;b&gt;here&lt;/b&gt;');
    expect(html).not.toContain('id="appendix"');
    const zip = await host.exportFile('report-export', folder);
    expect(zip).toMatch(/Four-layers-b-here-b\.zip$/);
    const names = Object.keys(unzipSync(readFileSync(zip)));
    for (const name of [
      'README.md',
      'report.html',
      'report.json',
      'data/curves.csv',
      'CITATION.cff',
      'reproduce/reproduce.py',
    ])
      expect(names).toContain(name);
    expect(names.filter((name) => name.endsWith('.onnx')).length).toBeGreaterThan(0);
  });

  it('has the derivation where that is chosen, at the place of its own tab', async () => {
    await host.page.getByRole('tab', { name: 'Derivation' }).click();
    await id('step-6').click();
    await id('derivation-step').waitFor();
    const t = await id('derivation-time').getAttribute('aria-valuenow');
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await id('report-derivation').check();
    await expect.poll(() => page().locator('.step').count()).toBe(12);
    expect(await page().locator('#derivation + p').textContent()).toContain(`t = ${t} of 5: reads`);
    expect(
      await page()
        .locator('math menclose')
        .first()
        .evaluate((each) => getComputedStyle(each).backgroundImage),
    ).toContain('gradient');
    expect(host.errors).toEqual([]);
  });

  it('has what was said on it where the experiment comes back to the screen', async () => {
    const kept = { title: 'Four layers <b>here</b>', notes: 'A note of mine.' };
    await host.page.reload();
    await host.page.getByRole('tab', { name: 'Report' }).click();
    for (const [name, text] of Object.entries(kept))
      await expect.poll(() => id(`report-${name}`).inputValue()).toBe(text);
    expect(await host.page.getByLabel('Appendix').isChecked()).toBe(false);
    // Left at once after the last letter.
    await id('report-authors').fill('Mary Somerville');
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await host.page.reload();
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await expect.poll(() => id('report-authors').inputValue()).toBe('Mary Somerville');
    expect(host.errors).toEqual([]);
  });

  it('has no findings of axe', async () => {
    expect(await axeFindings(host.page)).toEqual([]);
  });
});

describe('an export that takes long', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const gate = () => join(folder, 'printed');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-long-export-'));
    // A browser that prints nothing, and is at that until it is let go.
    const browser = join(folder, 'browser');
    writeFileSync(browser, `#!/bin/sh\nwhile [ ! -e '${gate()}' ]; do sleep 0.1; done\nexit 1\n`);
    chmodSync(browser, 0o755);
    host = await browserMode.start({ env: { LAB_CHROMIUM: browser } });
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    writeFileSync(gate(), '');
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what it is at, is given up from wherever one is, and can be asked for again', async () => {
    const { page } = host;
    const downloads: string[] = [];
    await trainQuickly(page);
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    await page.getByRole('tab', { name: 'Report' }).click();
    await id('report-export').click();
    await expect.poll(() => id('export-work').innerText()).toMatch(/^Printing report\.pdf, 1 of \d+/);
    await page.getByRole('tab', { name: 'Convergence' }).click();
    await id('export-cancel').click();
    await page.getByText('The export was cancelled: nothing of it was written.').waitFor();
    expect(await id('export-work').count()).toBe(0);
    expect(downloads).toEqual([]);
    writeFileSync(gate(), '');
    await page.getByRole('tab', { name: 'Report' }).click();
    expect(await host.exportFile('report-export', folder)).toMatch(/\.zip$/);
    expect(await id('export-work').count()).toBe(0);
    expect(host.errors).toEqual([]);
  });
});
