import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { set, trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'loss-lab-keep-'));
const text = join(folder, 'another.txt');

describe('finished results', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const progress = () => id('progress-text').innerText();
  const steps = () => host.page.getByLabel('Steps', { exact: true });

  beforeAll(async () => {
    writeFileSync(text, 'another text, and another one after it. '.repeat(60));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are not asked about before there are any', async () => {
    await trainQuickly(host.page);
    expect(await id('discard-dialog').count()).toBe(0);
  });

  it('stay when a changed setting is taken back by Escape, and the field shows what holds', async () => {
    await set(host.page, 'Steps', 30);
    await id('discard-dialog').waitFor();
    expect(await id('discard-dialog').innerText()).toMatch(/Discard the results of 4 runs\?/);
    await expect
      .poll(() => id('discard-keep').evaluate((element) => element === document.activeElement))
      .toBe(true);
    await host.page.keyboard.press('Escape');
    await id('discard-dialog').waitFor({ state: 'detached' });
    expect(await steps().inputValue()).toBe('20');
    expect(await progress()).toMatch(/finished/);
  });

  it('stay when a choice or a tick is taken back', async () => {
    const optimiser = host.page.getByRole('combobox', { name: 'Optimiser' });
    const before = await optimiser.inputValue();
    await optimiser.selectOption({
      index: 1 + (await optimiser.evaluate((e: HTMLSelectElement) => e.selectedIndex)),
    });
    await id('discard-keep').click();
    await expect.poll(() => optimiser.inputValue()).toBe(before);
    await host.page.getByText('More', { exact: true }).click();
    const biases = host.page.getByLabel('Biases');
    const ticked = await biases.isChecked();
    await biases.click();
    await id('discard-keep').click();
    await expect.poll(() => biases.isChecked()).toBe(ticked);
    expect(await progress()).toMatch(/finished/);
  });

  it('stay under another name, without a question', async () => {
    const name = host.page.getByLabel('Name of the comparison');
    await name.fill('A better name');
    await name.press('Enter');
    await expect.poll(() => name.getAttribute('title')).toBe('A better name');
    expect(await id('discard-dialog').count()).toBe(0);
    expect(await progress()).toMatch(/finished/);
  });

  it('stay when a dropped text is not wanted after all', async () => {
    const before = await id('corpus-name').innerText();
    await host.dropFiles([text]);
    await id('discard-keep').click();
    await id('discard-dialog').waitFor({ state: 'detached' });
    expect(await id('corpus-name').innerText()).toBe(before);
    expect(await progress()).toMatch(/finished/);
  });

  it('come back when their report is dropped, after the question', async () => {
    await id('export-menu').click();
    const report = await host.exportFile('export-json', folder);
    const name = await id('corpus-name').innerText();
    await host.dropFiles([report]);
    await id('discard-results').click();
    await id('discard-dialog').waitFor({ state: 'detached' });
    await expect.poll(progress).toMatch(/finished/);
    expect(await id('corpus-name').innerText()).toBe(name);
    await id('run-button').waitFor();
    expect(await id('message').count()).toBe(0);
  });

  it('can be exported before the answer, and go when it is to discard them', async () => {
    await id('reset-button').click();
    await host.exportFile('discard-export', folder);
    expect(await id('discard-dialog').isVisible()).toBe(true);
    await id('discard-results').click();
    await expect.poll(progress).toMatch(/ready/);
    expect(host.errors).toEqual([]);
  });
});
