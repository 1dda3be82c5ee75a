import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tabTo } from './actions.ts';
import { firstWindow, type RunningHost } from './hosts.ts';

/** Whole ways through the lab, from its address to a result, without a pointer. */
describe('by the keyboard alone', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const press = async (...keys: string[]) => {
    for (const key of keys) await host.page.keyboard.press(key);
  };
  const go = (name: string) => tabTo(host.page, name);
  const finished = () =>
    expect.poll(() => id('progress-text').innerText(), { timeout: 90_000 }).toMatch(/finished/);
  /** Fills the field that has the focus, or that Tab leads to. */
  const fill = async (name: string, value: string) => {
    await go(name);
    await press('Control+a');
    await host.page.keyboard.type(value);
    await press('Enter');
  };
  const tab = async (name: string) => {
    await go('view-tabs');
    for (let along = 0; along < 8; along++) {
      const chosen = host.page.getByRole('tab', { selected: true });
      if ((await chosen.innerText()) === name) return;
      await press('ArrowRight');
    }
    throw new Error(`There is no tab ${name}.`);
  };

  beforeAll(async () => {
    host = await firstWindow.start({ firstStart: true });
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    expect(host.errors).toEqual([]);
    await host.close();
  });

  it('runs with fair rates, reads what came out, and goes to why', async () => {
    await go('part-model');
    await press('Enter');
    await fill('Hidden units H', '8');
    await fill('Steps', '40');
    await go('run-button');
    await press('Enter');
    await finished();
    expect(await id('headline').innerText()).toMatch(/so far|level/);
    await go('see-why');
    await press('Enter');
    await expect.poll(() => host.page.getByRole('tab', { selected: true }).innerText()).toBe('Gradients');
  });

  it('sweeps another grid of rates, and takes the best', async () => {
    await host.page.reload();
    await tab('Learning rates');
    await go('sweep-question');
    await press('Enter');
    await fill('Rates', '2');
    await fill('Tuning seeds', '1');
    await fill('Steps of each run', '5');
    await go('sweep-start');
    await press('Enter');
    await expect.poll(() => id('sweep-progress').innerText(), { timeout: 60_000 }).toMatch(/finished/);
    await id('rates-headline').waitFor();
    await go('use-rates');
    await press('Enter');
    await expect.poll(() => id('progress-text').innerText()).toMatch(/ready/);
    const best = Number(await id('sweep-row-softmax-cross-entropy').getAttribute('data-rate'));
    const rate = host.page.getByLabel('Learning rate of softmax + cross-entropy', { exact: true });
    expect(Number(await rate.inputValue())).toBe(best);
  });

  it('types a loss, adds it, and trains it', async () => {
    await host.page.reload();
    await tab('Convergence');
    await go('add-layer');
    await press('Enter');
    await id('formula-dialog').waitFor();
    // The search has the keyboard; one further is the list, at what is typed.
    await press('Tab', 'Enter');
    await go('formula-name');
    await press('Control+a');
    await host.page.keyboard.type('mine');
    await go('formula-loss');
    await press('Control+a');
    await host.page.keyboard.type('-log(target(y))');
    await expect.poll(() => id('formula-keep').isEnabled()).toBe(true);
    await go('formula-keep');
    await press('Enter');
    await expect.poll(() => id('formula-dialog').count()).toBe(0);
    await go('run-button');
    await press('Enter');
    await finished();
    await id('standing-row-mine').waitFor();
  });

  it('lets the networks write on after a prompt, by other numbers, and reads a position', async () => {
    await host.page.reload();
    await tab('Sampling duel');
    await go('duel-prompt');
    await host.page.keyboard.type('BT');
    const lines = () => id('card-sampling-duel').innerText();
    await expect.poll(lines).toMatch(/BT/);
    const before = await lines();
    await go('duel-new-numbers');
    await press('Enter');
    await expect.poll(lines).not.toBe(before);
  });

  it('exports the report as a page', async () => {
    await host.page.reload();
    await go('export-menu');
    await press('ArrowDown');
    const focused = () => host.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    for (let along = 0; along < 12 && (await focused()) !== 'export-html'; along++) await press('ArrowDown');
    const [download] = await Promise.all([host.page.waitForEvent('download'), press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/\.html$/);
  });
});
