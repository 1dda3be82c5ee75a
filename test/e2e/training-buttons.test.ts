import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atBeginning, set } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

describe('the buttons of training', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const focused = () => host.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  const progress = () => id('progress-text').innerText();

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it.each(['run-button', 'step-button'])(
    '%s goes to a field that holds no value, and starts nothing',
    async (button) => {
      const { page } = host;
      const field = page.getByLabel('First seed', { exact: true });
      const fold = page.getByText('More', { exact: true });
      await fold.click();
      const before = await field.inputValue();
      await field.fill('abc');
      await fold.click();
      await id(button).click();
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await progress()).toMatch(/^a field has no valid value yet/);
      await field.fill(before);
      await field.press('Enter');
      await fold.click();
    },
  );

  it('stand beside the question and the memory that the runs will need, before any of them', async () => {
    const { page } = host;
    await id('plan-summary').click();
    await id('question-field').fill('Does σ′ matter here?');
    await id('question-field').blur();
    await expect.poll(() => id('question').innerText()).toBe('Does σ′ matter here?');
    const needed = () => id('memory-needed').innerText();
    await expect.poll(needed).toMatch(/^12 runs need [\d.]+\s[kMG]B of memory; [\d.]+\s[MG]B may be used\.$/);
    const before = await needed();
    await set(page, 'Hidden units H', 256);
    await expect.poll(needed).not.toBe(before);
    expect(await progress()).toMatch(/^ready/);
    await set(page, 'Hidden units H', 64);
    await id('plan-summary').click();
  });

  it.each(['Enter', 'Space'])(
    'keep the keyboard when it runs, pauses, stops and goes back by %s',
    async (key) => {
      const { page } = host;
      await id('run-button').focus();
      await page.keyboard.press(key);
      await expect.poll(focused).toBe('pause-button');
      await page.keyboard.press(key);
      await expect.poll(focused).toBe('run-button');
      await expect.poll(progress).toMatch(/paused/);
      await id('stop-button').focus();
      await page.keyboard.press(key);
      await expect.poll(progress).toMatch(/^step \d+ \/ 600 · stopped$/);
      await expect.poll(focused).toBe('run-button');
      // What was stopped is not done: no bar says so.
      expect(Number(/\d+/.exec(await progress())![0])).toBeLessThan(600);
      expect(await page.getByRole('progressbar', { name: 'Training' }).count()).toBe(0);
      await id('reset-button').focus();
      await page.keyboard.press(key);
      await atBeginning(page);
      await expect.poll(focused).toBe('run-button');
    },
  );

  it('offer what comes next once training has ended, and keep the keyboard', async () => {
    await set(host.page, 'Steps', 4);
    await id('run-button').focus();
    await host.page.keyboard.press('Enter');
    await expect.poll(progress, { timeout: 60_000 }).toMatch(/finished/);
    await expect.poll(focused).toBe('run-button');
    await expect.poll(() => id('step-button').isDisabled()).toBe(true);
    expect(await id('step-button').getAttribute('title')).toBe('Training has ended. Reset to train again.');
    // At one rate for all that is the best rate of each, found and trained at by the same button.
    const next = () => id('run-button').getAttribute('data-next');
    await expect.poll(next).toBe('find-rates');
    await host.page.keyboard.press('Enter');
    await expect.poll(next, { timeout: 60_000 }).toBe('more-seeds');
    await expect.poll(focused).toBe('run-button');
    await expect.poll(progress).toMatch(/finished/);
    expect(await id('message').allInnerTexts()).toEqual([]);
  });
});
