import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atBeginning, set } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

describe('seeds beyond the planned ones', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const progress = () => id('progress-text').innerText();
  const finished = () => expect.poll(progress, { timeout: 60_000 }).toMatch(/finished/);
  const seedsShown = () => host.page.getByLabel('Paired seeds', { exact: true }).inputValue();
  const plan = () => id('plan-words').textContent();

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
    const { page } = host;
    await set(page, 'Hidden units H', 8);
    await set(page, 'Sequence length T', 5);
    await set(page, 'Batch', 4);
    await set(page, 'Steps', 20);
    // Two arms.
    for (const remove of ['linear + quadratic', 'sigmoid + cross-entropy'])
      await page.getByRole('button', { name: `Remove ${remove}` }).click();
  });
  afterAll(async () => {
    expect(host.errors).toEqual([]);
    await host.close();
  });

  it('are planned beforehand: which yardstick decides, and what difference matters', async () => {
    const { page } = host;
    await id('plan-summary').press('Enter');
    await page.getByLabel('Decides', { exact: true }).selectOption({ label: 'Brier score' });
    await expect.poll(() => id('plan-summary').innerText()).toContain('Brier decides');
    await set(page, 'Smallest difference in Brier score that matters', 0.004);
    await id('plan-until-decided').press('Space');
    // Two arms are one pair: 1 + ⌈log₂ 20⌉ seeds are the fewest that can decide.
    await expect.poll(seedsShown).toBe('6');
    await id('plan-until-decided').press('Space');
    await set(page, 'Paired seeds', 3);
    await set(page, 'Paired seeds', 2);
    await id('plan-summary').press('Enter');
  });

  it('are added by keyboard, as many as a verdict is short of, and join what is there', async () => {
    const { page } = host;
    await id('run-button').press('Enter');
    await finished();
    expect(await plan()).toContain('2 paired seeds; Brier score decides');
    expect(await plan()).toContain('0.004 in Brier score');
    expect(await plan()).toContain('The plan was kept.');
    await expect.poll(() => id('more-seeds').innerText()).toBe('Run 4 more seeds');
    await id('more-seeds').press('Enter');
    await expect.poll(seedsShown, { timeout: 60_000 }).toBe('6');
    await finished();
    await expect.poll(() => id('more-seeds').count()).toBe(0);
    await expect.poll(plan).toContain('Seeds were added while looking at the results: 4 after 2.');
    expect(await id('plan-kept').innerText()).toBe(
      'Plan: seeds added after looking, before there was a verdict',
    );
    expect(await plan()).not.toContain('not kept');
    // The keyboard is where it was: the next stop is the next button.
    await page.keyboard.press('Tab');
    const next = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    expect(['until-decided', 'robustness']).toContain(next);
  });

  it('are added until decided up to a limit, or given up', async () => {
    const { page } = host;
    // Two arms that no number of so short runs tells apart.
    await set(page, 'Steps', 3);
    await atBeginning(page);
    await set(page, 'Paired seeds', 2);
    await id('run-button').click();
    await finished();
    await set(page, 'Seeds in all, at most', 9);
    await id('until-decided').press('Enter');
    await expect.poll(async () => Number(await seedsShown()), { timeout: 60_000 }).toBeGreaterThanOrEqual(6);
    await finished();
    expect(Number(await seedsShown())).toBeLessThanOrEqual(9);
    expect(await plan()).toContain('Judged by the e-process');

    await set(page, 'Steps', 4000);
    await atBeginning(page);
    await set(page, 'Paired seeds', 1);
    await id('run-button').click();
    await finished();
    await id('more-seeds').click();
    await expect.poll(progress).toMatch(/adding seeds 2–6 · \d+ %/);
    expect(await id('doing-more').innerText()).toContain('join the standing');
    expect(await id('until-decided').getAttribute('aria-disabled')).toBe('true');
    await id('give-up').press('Enter');
    await finished();
    expect(await seedsShown()).toBe('1');
    await expect.poll(plan).toContain('5 seeds begun and given up');
  });

  it('are preceded or followed by a repeat that says whether the order holds', async () => {
    await set(host.page, 'Steps', 20);
    await atBeginning(host.page);
    await set(host.page, 'Paired seeds', 1);
    await id('run-button').click();
    await finished();
    await id('robustness').press('Enter');
    for (const variation of ['clipping', 'precision', 'split'])
      await expect
        .poll(() => id(`robustness-${variation}`).innerText(), { timeout: 60_000 })
        .toMatch(/the order by Brier score (holds|does not hold) over 1 seed/);
    await expect.poll(() => id('doing-more').count()).toBe(0);
  });

  it('cannot be added to a report that was opened, which says why', async () => {
    const { page } = host;
    await id('export-menu').click();
    const [download] = await Promise.all([page.waitForEvent('download'), id('export-json').click()]);
    const file = await download.path();
    await id('export-menu').click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), id('open-experiment').click()]);
    await chooser.setFiles(file);
    await expect.poll(() => id('why-no-more').innerText()).toContain('opened from a report');
    for (const button of ['more-seeds', 'until-decided', 'robustness'])
      expect(await id(button).getAttribute('aria-disabled')).toBe('true');
    expect(await id('robustness-findings').innerText()).toContain('without clipping');
  });
});
