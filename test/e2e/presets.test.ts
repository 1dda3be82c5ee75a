import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../../core/experiments/presets.ts';
import { presetGuides } from '../../core/words/preset-guides.ts';
import { trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

/** Whether some of it can be seen in the window. */
const seen = (host: RunningHost, name: string): Promise<boolean> =>
  host.page
    .getByTestId(name)
    .first()
    .evaluate((element) => {
      const { top, bottom, height } = element.getBoundingClientRect();
      return height > 0 && top < innerHeight - 20 && bottom > 20;
    })
    .catch(() => false);

describe('presets', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const choose = async (preset: string) => {
    await id('presets').click();
    await id(`preset-${preset}`).click();
  };

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it('are none at the start, and no question is shown', async () => {
    expect(await id('question').count()).toBe(0);
  });

  it.each(presets)(
    '$id comes with its text, arms, scale and question',
    async ({ id: preset, experiment }) => {
      await choose(preset);
      await expect.poll(() => id('question').innerText()).toBe(experiment.question);
      expect(await host.page.getByLabel('Name of the comparison').inputValue()).toBe(experiment.name);
      for (const arm of experiment.arms) await id(`arm-${arm.id}`).waitFor();
      expect(await id('corpus-facts').innerText()).toMatch(
        experiment.corpus.kind === 'builtin' && experiment.corpus.id === 'chain64'
          ? /64 distinct/
          : /8 distinct/,
      );
      const { Whh } = experiment.model.initialScale;
      if (Whh !== 1) expect(await id('initial-weights').innerText()).toContain(`Whh × ${Whh}`);
    },
  );

  it('show where to look, point at what to press, and are run from there by keyboard', async () => {
    await id('presets').focus();
    await host.page.keyboard.press('Enter');
    await id('preset-bad-linear-cross-entropy').focus();
    await host.page.keyboard.press('Enter');
    await expect.poll(() => host.page.getByRole('tab', { selected: true }).innerText()).toBe('Gradients');
    await expect.poll(() => seen(host, 'card-delta-against-z')).toBe(true);
    const focused = () => host.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused).toBe('run-button');
    expect(await id('run-button').getAttribute('data-pointed')).toBe('');
    const moves = () => id('run-button').evaluate((button) => getComputedStyle(button).animationName);
    expect(await moves()).toBe('pointed');
    await host.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moves()).toBe('none');
    expect(await host.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await host.page.emulateMedia({ reducedMotion: null });
    expect(await host.page.locator('[aria-current="step"]').innerText()).toMatch(/^Press Run/);
    await host.page.keyboard.press('Enter');
    await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/finished/);
    expect(await id('run-button').getAttribute('data-pointed')).toBeNull();
    expect(await host.page.locator('[aria-current="step"]').innerText()).toMatch(/ends behind both/);
    await host.page.getByTestId('guide-link-2-1').press('Enter');
    await expect.poll(focused).toBe('card-convergence');
    // Of another question the guide says nothing; the results do not depend on it.
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await id('report-question').fill('Which of them is quicker?');
    await id('report-question').blur();
    await expect.poll(() => id('preset-guide').count()).toBe(0);
    expect(await id('progress-text').innerText()).toMatch(/finished/);
    await id('undo-button').click();
    await expect.poll(() => id('preset-guide').count()).toBe(1);
    expect(await id('progress-text').innerText()).toMatch(/finished/);
    expect(host.errors).toEqual([]);
  });

  it.each(presets)('$id: every link leads to what it speaks of', async ({ id: preset, experiment }) => {
    await choose(preset);
    // Until then the links are those of the one before.
    await expect.poll(() => id('question').innerText()).toBe(experiment.question);
    const links = host.page.locator('[data-testid^="guide-link-"]');
    await expect.poll(() => links.count()).toBeGreaterThanOrEqual(3);
    for (const [line, pieces] of presetGuides[preset].lines.entries())
      for (const [at, piece] of pieces.entries()) {
        if (typeof piece === 'string') continue;
        await id(`guide-link-${line}-${at}`).click();
        const { to } = piece;
        if (to.kind === 'derivation')
          await expect
            .poll(() => host.page.getByRole('tab', { selected: true }).innerText())
            .toBe('Derivation');
        else
          await expect
            .poll(() => seen(host, to.kind === 'card' ? to.card : to.control), { timeout: 10_000 })
            .toBe(true);
      }
  });

  it('leave the keyboard where it went meanwhile', async () => {
    await choose('sigma-cancels');
    await host.page.getByLabel('Name of the comparison').click();
    const went = await host.page.evaluateHandle(() => {
      const names: (string | undefined)[] = [];
      addEventListener('focusin', ({ target }) => names.push((target as HTMLElement).dataset.testid));
      return names;
    });
    // A link ends the way that is still under way, and ends itself at a card.
    await host.page.locator('[data-testid^="guide-link-0-"]').first().click();
    await expect.poll(() => went.evaluate((names) => names.at(-1))).toMatch(/^card-/);
    expect(await went.jsonValue()).not.toContain('run-button');
  });

  it('say no more than holds, and lead back', async () => {
    await choose('sigma-cancels');
    await id('guide-back').click();
    await expect.poll(() => id('preset-guide').count()).toBe(0);
    const mine = await host.page.getByLabel('Name of the comparison').inputValue();
    await choose('vanishing-gradient');
    await choose('sigma-cancels');
    // The way back is known after a reload, too.
    await host.page.reload();
    await id('guide-back').waitFor();
    const rate = host.page.getByLabel('Learning rate of sigmoid + quadratic');
    await rate.fill('0.5');
    await rate.press('Enter');
    await id('guide-changed').waitFor();
    expect(await id('preset-guide').innerText()).not.toMatch(/20 times/);
    await id('guide-again').click();
    await expect.poll(() => id('preset-guide').innerText()).toMatch(/20 times/);
    await id('guide-back').click();
    await expect.poll(() => id('preset-guide').count()).toBe(0);
    expect(await host.page.getByLabel('Name of the comparison').inputValue()).toBe(mine);
    await id('undo-button').click();
    await expect.poll(() => id('preset-guide').count()).toBe(1);
    await id('guide-close').click();
    await expect.poll(() => id('preset-guide').count()).toBe(0);
    await id('redo-button').click();
  });

  it('begin a new experiment, and are taken back', async () => {
    await trainQuickly(host.page);
    await choose('sigma-cancels');
    await expect.poll(() => id('question').innerText()).toMatch(/saturated/);
    expect(await id('undo-button').getAttribute('aria-label')).toMatch(/^Undo: preset “.+”$/);
    await id('undo-button').click();
    await expect.poll(() => id('question').count()).toBe(0);
    await id('redo-button').click();
    await expect.poll(() => id('question').innerText()).toMatch(/saturated/);
    expect(host.errors).toEqual([]);
  });

  it('scale initial weights by hand too', async () => {
    await id('initial-weights').click();
    const field = host.page.getByLabel('Scale of Whh', { exact: true });
    await field.fill('2.5');
    await field.press('Enter');
    await expect.poll(() => id('initial-weights').innerText()).toContain('Whh × 2.5');
    await field.fill('0');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  });
});
