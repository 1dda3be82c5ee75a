import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../../core/experiments/presets.ts';
import { trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

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

  it('begin a new experiment, and are taken back', async () => {
    await trainQuickly(host.page);
    const before = await id('question').innerText();
    await choose('sigma-cancels');
    await expect.poll(() => id('question').innerText()).toMatch(/σ′/);
    expect(await id('undo-button').getAttribute('aria-label')).toMatch(/^Undo: preset “.+”$/);
    await id('undo-button').click();
    await expect.poll(() => id('question').innerText()).toBe(before);
    await id('redo-button').click();
    await expect.poll(() => id('question').innerText()).toMatch(/σ′/);
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
