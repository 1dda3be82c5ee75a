import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../core/reports/data/json.ts';
import { atBeginning, headingOf, set, trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

describe('learning rates and early ends', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const title = () => headingOf(host.page, 'Held-out bits per character');
  const choose = (label: string, option: string) =>
    host.page.getByLabel(label, { exact: true }).selectOption({ label: option });
  const policy = () => host.page.getByLabel('Policy', { exact: true }).inputValue();
  const rateOf = async (label: string) =>
    Number(await host.page.getByLabel(`Learning rate of ${label}`, { exact: true }).inputValue());

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-policies-'));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
    await set(host.page, 'Hidden units H', 8);
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are matched on the first gradient norms by one choice', async () => {
    expect(await title()).toContain('one learning rate for all output layers');
    await choose('Policy', 'norm-matched');
    await expect.poll(title).toContain('learning rates norm-matched');
    await choose('Reference', 'softmax + cross-entropy');
    await expect.poll(title).toContain('learning rates norm-matched');
    // The box tells what holds, always.
    expect(await policy()).toBe('norm-matched');
    const own = await rateOf('softmax + cross-entropy');
    expect(await rateOf('sigmoid + cross-entropy')).toBeLessThan(own);
    await expect.poll(() => id('first-norms').locator('dd').count()).toBe(4);
    // Another model has other first gradients.
    await set(host.page, 'Hidden units H', 9);
    await expect.poll(title).toContain('learning rate set for each output layer');
    expect(await policy()).toBe('set per arm');
  });

  it('are the same for all again, also by the keyboard', async () => {
    await choose('Policy', 'same for all');
    await expect.poll(title).toContain('one learning rate for all output layers, η = 0.1');
    await set(host.page, 'η of all output layers', 0.3);
    await expect.poll(title).toContain('η = 0.3');
  });

  it('are those of a sweep once there is one', async () => {
    await choose('Policy', 'best for each');
    await expect.poll(title).toContain('looked for before the first step');
    expect(await id('use-best').count()).toBe(0);
    await id('open-sweep').click();
    await set(host.page, 'Lowest η', 0.01);
    await set(host.page, 'Highest η', 1);
    await set(host.page, 'Rates', 2);
    await set(host.page, 'Tuning seeds', 1);
    await set(host.page, 'Steps of each run', 10);
    await host.page.getByLabel(/widen the grid/).uncheck();
    await id('sweep-start').click();
    await id('use-best').waitFor();
    await id('use-best').click();
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await expect.poll(title).toContain('best learning rate for each output layer');
    expect(await id('rates-panel').innerText()).toContain(
      'From a sweep of 2 rates, 1 seed and 80 steps in all.',
    );
  });

  it('are not those of a policy that was looked at, after another experiment came', async () => {
    await id('presets').click();
    await host.page.getByRole('menuitem').first().click();
    // The preset has shown the tab that it speaks of.
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    await expect.poll(title).not.toContain('best learning rate for each output layer');
    const words: Record<string, string> = {
      same: 'one learning rate',
      'set per arm': 'set for each output layer',
    };
    expect(await title()).toContain(words[await policy()]);
    await id('undo-button').click();
    await expect.poll(policy).toBe('best per arm');
  });

  it('end a run at the budget of its arm, and the report says so', async () => {
    await id('model-more').click();
    await host.page.getByLabel('at a budget of its output layer').check();
    await set(host.page, 'Budget of sigmoid + quadratic', 7);
    await trainQuickly(host.page);
    expect(await id('early-sigmoid-quadratic').innerText()).toBe(
      'This run ended at step 7: its budget was used up.',
    );
    expect(await id('early-softmax-cross-entropy').count()).toBe(0);
    expect(await id('progress-text').innerText()).toContain('step 20 / 20');
    await id('export-menu').click();
    const file = await host.exportFile('export-json', folder);
    const { experiment, runs, partial } = parseReport(readFileSync(file, 'utf8'));
    expect(partial).toBe(false);
    expect(experiment.stopping!.budget!.arms).toEqual([{ armId: 'sigmoid-quadratic', limit: 7 }]);
    expect(runs.map(({ early }) => early)).toEqual([null, null, null, { rule: 'budget', step: 7 }]);
  });

  it('end a run at a target, which the arm without a rule does not see', async () => {
    await host.page.getByLabel('at a budget of its output layer').uncheck();
    await atBeginning(host.page);
    await host.page.getByLabel('at a target').check();
    await set(host.page, 'Target value', 100);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText()).toMatch(/finished/);
    for (const arm of ['linear-quadratic', 'softmax-cross-entropy'])
      expect(await id(`early-${arm}`).innerText()).toBe(
        'This run ended at step 0: bits per character reached 100.',
      );
    expect(host.errors).toEqual([]);
  });
});
