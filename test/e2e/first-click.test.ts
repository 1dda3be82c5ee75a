import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { set } from './actions.ts';
import { firstWindow, type RunningHost } from './hosts.ts';

/** The path of somebody who opens the lab for the first time: address, Run, an answer. */
describe('the first click', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const headline = () => id('headline').innerText();
  const next = () => id('run-button').getAttribute('data-next');
  const policy = () => host.page.getByLabel('Policy', { exact: true }).inputValue();
  const lastHeadline = () => expect.poll(headline, { timeout: 120_000 });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-first-'));
    host = await firstWindow.start();
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    expect(host.errors).toEqual([]);
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('looks for the rates, trains, and says what came out and how sure it is', async () => {
    expect(await headline()).toBe('Which output layer learns this text best?');
    expect(await policy()).toBe('best per arm');
    expect(await id('budget').innerText()).toMatch(/look for it first, 33.% of the work\.$/);
    await id('run-button').click();
    await expect.poll(headline).toBe('Finding a fair learning rate for each output layer');
    // The rates stand where the curves will be.
    await id('chart-learning-rate-sweep').waitFor();
    await lastHeadline().toMatch(/^Training: .* is in front at step \d+$/);
    await lastHeadline().toMatch(
      / is ahead so far: \d\.\d\d bits a character$| take turns so far| level so far/,
    );
    await id('chart-convergence').waitFor();
    expect(await id('seed-marks').locator('i').count()).toBe(6);
    expect(await id('budget').innerText()).toMatch(
      / did best in short runs: [\d\s]+ steps in all, 33.% of the work\.$/,
    );
    await expect.poll(next).toBe('more-seeds');
    expect(await policy()).toBe('best per arm');
  });

  it('has the answer, its curves and who stands where in sight, and the plot is the largest on a large screen', async () => {
    const { page } = host;
    /** Top and bottom of what stands for an answer, in a window that nobody has scrolled. */
    const edges = () =>
      page.evaluate(() => {
        const view = document.querySelector('#view')!;
        const parts = [
          ...document.querySelectorAll(
            '[data-testid="headline"], [data-testid="chart-convergence"], [data-testid^="standing-row-"]',
          ),
        ].map((part) => part.getBoundingClientRect());
        const [top, bottom] = [view.getBoundingClientRect().top, innerHeight];
        return {
          n: parts.length,
          hidden: parts.filter((box) => box.top < top || box.bottom > bottom).length,
        };
      });
    await page.setViewportSize({ width: 1024, height: 640 });
    await expect.poll(edges).toEqual({ n: 6, hidden: 0 });

    await page.setViewportSize({ width: 1920, height: 1080 });
    /** Whether what is seen of the plot alone, without its card, is larger than what is seen of anything else. */
    const largest = () =>
      page.evaluate(() => {
        const plot = document.querySelector('[data-testid="chart-convergence"]')!;
        const area = (element: Element) => {
          const { top, bottom, width } = element.getBoundingClientRect();
          return width * Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
        };
        const others = [...document.querySelectorAll('body *')].filter(
          (each) => !each.contains(plot) && !plot.contains(each),
        );
        const [most] = others.sort((a, b) => area(b) - area(a));
        return { larger: area(plot) > area(most), than: most.className };
      });
    await expect.poll(largest).toMatchObject({ larger: true });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('leads on to a verdict, and to why', async () => {
    await id('run-button').click();
    await lastHeadline().toMatch(/ learns best|learns better|learn equally well|^Not decided after 6 seeds/);
    expect(await id('fact-seeds').innerText()).toMatch(/of 6 seeds/);
    const names = host.page.locator('[data-testid^="standing-row-"] .name .long');
    const [front, next] = (await names.allTextContents()).map((name) => name.trim());
    await id('see-why').click();
    expect(await host.page.getByRole('tab', { name: 'Gradients' }).getAttribute('aria-selected')).toBe(
      'true',
    );
    // At the weights of the one in front, with the next one in the same picture.
    await expect.poll(() => id('moment-weights').innerText()).toContain(front);
    for (const name of [front, next])
      await expect.poll(() => id('card-delta-against-z').innerText()).toContain(name);
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
  });

  it('asks at one rate for the best rate of each, and finds it by the same button', async () => {
    await host.page.getByLabel('Policy', { exact: true }).selectOption('same');
    await expect.poll(headline).toMatch(/^Which output layer/);
    await set(host.page, 'Hidden units H', 16);
    await set(host.page, 'Steps', 40);
    await expect.poll(next).toBe('run');
    await id('run-button').click();
    await expect.poll(next, { timeout: 60_000 }).toBe('find-rates');
    await id('run-button').click();
    await expect.poll(policy).toBe('best per arm');
    await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/40 . finished/);
  });

  it('holds the search, goes on with it, and gives it up', async () => {
    await set(host.page, 'Steps', 3000);
    // Until the change has come through, the button is that of the results before.
    await expect.poll(next).toBe('run');
    await id('run-button').click();
    await id('pause-button').click();
    await expect.poll(headline).toBe('The search for learning rates is paused');
    await expect.poll(next).toBe('resume');
    await id('run-button').click();
    await expect.poll(headline).toMatch(/^Finding/);
    await id('stop-button').click();
    await expect.poll(headline).toMatch(/^Which output layer/);
    await expect.poll(next).toBe('run');
  });

  it('takes a dropped text with the same click', async () => {
    const file = join(folder, 'letters.txt');
    writeFileSync(file, randomBytes(40_000).toString('hex'));
    await host.dropFiles([file]);
    await expect.poll(() => id('corpus-name').innerText()).toContain('letters.txt');
    await set(host.page, 'Steps', 60);
    await expect.poll(next).toBe('run');
    await id('run-button').click();
    await lastHeadline().toMatch(/so far|learn/);
  });
});
