import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headingOf, set } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

describe('the sweep of learning rates', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const progress = () => id('sweep-progress').innerText();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-sweep-'));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
    await set(host.page, 'Hidden units H', 16);
    await host.page.getByRole('tab', { name: 'Learning rates' }).click();
    await set(host.page, 'Lowest η', 0.001);
    await set(host.page, 'Highest η', 1);
    await set(host.page, 'Rates', 4);
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is cancelled, and goes on with what is missing', async () => {
    await set(host.page, 'Steps of each run', 600);
    await id('sweep-start').click();
    await expect.poll(progress, { timeout: 30_000 }).toMatch(/run [1-9]\d* of/);
    await id('sweep-cancel').click();
    await expect.poll(progress).toMatch(/cancelled/);
    const done = Number(/run (\d+) of/.exec(await progress())![1]);
    expect(done).toBeLessThan(32);
    expect(await id('use-rates').getAttribute('aria-disabled')).toBe('true');
    await id('sweep-start').click();
    await expect.poll(progress, { timeout: 90_000 }).toMatch(/finished/);
    expect(Number(/(\d+) runs/.exec(await progress())![1])).toBeGreaterThanOrEqual(32);
  });

  it('finds a best rate for every layer, and exports every run', async () => {
    const rates = ['0.001', '0.01', '0.1', '1'];
    for (const arm of ['linear-quadratic', 'softmax-cross-entropy', 'sigmoid-quadratic']) {
      const rate = await id(`sweep-row-${arm}`).getAttribute('data-rate');
      expect(Number(rate)).toBeGreaterThan(0);
      expect(Number(await id(`sweep-row-${arm}`).getAttribute('data-value'))).toBeLessThan(3);
    }
    await id('chart-export-learning-rate-sweep').click();
    const file = await host.exportFile('chart-export-learning-rate-sweep-csv', folder);
    const { data, errors } = Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data.length).toBeGreaterThanOrEqual(32);
    expect(rates.every((rate) => data.some((row) => row['rate'] === rate))).toBe(true);
    expect(data.every(({ seed }) => seed === '10001' || seed === '10002')).toBe(true);
  });

  it('reads values at a rate by the keyboard', async () => {
    await id('cursor-learning-rate-sweep').focus();
    await host.page.keyboard.press('ArrowRight');
    await host.page.keyboard.press('ArrowRight');
    await expect
      .poll(() => id('chart-learning-rate-sweep').getAttribute('data-readout'))
      .toMatch(/^learning rate η: 0\.01\n.*softmax/s);
  });

  it('gives the arms their best rates, and the charts say so', async () => {
    const best = await id('sweep-row-softmax-cross-entropy').getAttribute('data-rate');
    await id('use-rates').click();
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await expect
      .poll(() => headingOf(host.page, 'Held-out bits per character'))
      .toContain('best learning rate for each output layer');
    const field = host.page.getByLabel('Learning rate of softmax + cross-entropy', { exact: true });
    expect(await field.inputValue()).toBe(best);
    await field.fill('0.5');
    await field.press('Enter');
    await expect
      .poll(() => headingOf(host.page, 'Held-out bits per character'))
      .toContain('learning rate set for each output layer');
    expect(host.errors).toEqual([]);
  });
});
