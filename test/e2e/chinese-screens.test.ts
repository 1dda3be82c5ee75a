import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMode, type RunningHost } from './hosts.ts';
import { englishLeft } from './english-left.ts';

describe('every screen in Chinese', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name).first();
  /** What was met in English, with where. */
  const left: string[] = [];
  const known = new Set<string>();

  async function look(where: string): Promise<void> {
    for (const text of await englishLeft(host.page))
      if (!known.has(text)) {
        known.add(text);
        left.push(`${where}: ${text}`);
      }
  }
  /** Clicks what opens something, looks, and closes it again. */
  async function opened(name: string, close: () => Promise<unknown>): Promise<void> {
    await id(name).click();
    await look(name);
    await close();
  }
  const escape = () => host.page.keyboard.press('Escape');
  const clean = () => expect(left.splice(0)).toEqual([]);

  beforeAll(async () => {
    host = await browserMode.start();
    const { page } = host;
    const steps = page.getByLabel('Steps', { exact: true });
    await steps.fill('40');
    await steps.press('Enter');
    await page.getByText(/of 40 steps$/).waitFor();
    await id('help-menu').click();
    await id('help-language-zh-Hans').click();
  });
  afterAll(() => host.close());

  it('says the settings, before and while a run is set up', async () => {
    const { page } = host;
    for (const summary of await page.locator('#settings summary').all()) await summary.click();
    for (const box of await page.getByTestId('stopping').locator('input[type=checkbox]').all())
      await box.check();
    await look('settings');
    for (const box of await page.getByTestId('stopping').locator('input[type=checkbox]').all())
      await box.uncheck();
    for (const name of ['clipping', 'optimizer']) {
      const field = id(name);
      const value = await field.inputValue();
      for (const option of await field.locator('option').all())
        await field.selectOption(await option.getAttribute('value'));
      await look(name);
      await field.selectOption(value);
    }
    clean();
  });

  it('says what opens from the top bar, the parts and the help', async () => {
    const { page } = host;
    for (const menu of ['help-menu', 'presets', 'export-menu']) await opened(menu, escape);
    await page.keyboard.press('?');
    await look('glossary');
    await id('help-close').click();
    await id('help-menu').click();
    await id('help-shortcuts-open').click();
    await look('shortcuts');
    await escape();
    await opened('add-layer', async () => {
      await id('formula-help').locator('summary').click();
      await look('formula help');
      await id('formula-loss').fill('-log(target(y)');
      await look('formula, not closed');
      await id('formula-loss').fill('-log(target(y))');
      await id('formula-same').waitFor();
      await look('formula');
      await escape();
    });
    await opened('look-at-text', () => id('text-done').click());
    clean();
  });

  it('says the answer, the curves and the pairs after a run', async () => {
    const { page } = host;
    await id('run-button').click();
    await page.locator('[data-testid="progress-text"]', { hasText: '已完成' }).waitFor({ timeout: 60_000 });
    await look('convergence');
    for (const menu of ['view-menu', 'more-steps', 'chart-export-convergence']) await opened(menu, escape);
    for (const measure of ['loss', 'gradient', 'delta', 'sample']) {
      await id(`measure-${measure}`).click();
      await look(`measure ${measure}`);
    }
    for (const name of await page.locator('[data-testid^="explain-"]').all()) {
      await name.click();
      await look(`explanation ${await name.getAttribute('data-testid')}`);
      await id('explanation-close').click();
    }
    clean();
  });

  it('says every question of the gradients', async () => {
    const { page } = host;
    await page.locator('#tab-gradients').click();
    await id('unit-table').waitFor();
    for (const question of await id('gradient-questions').locator('button').all()) {
      await question.click();
      await page.waitForLoadState('networkidle');
      await look(`question ${await question.innerText()}`);
      for (const name of await page.locator('[data-testid^="explain-"]').all()) {
        await name.click();
        await look(`explanation ${await name.getAttribute('data-testid')}`);
        await id('explanation-close').click();
      }
    }
    for (const part of ['moment-weights', 'moment-time', 'moment-text']) await opened(part, escape);
    clean();
  });

  it('says sweep, duel, report and presenting', async () => {
    const { page } = host;
    for (const tab of ['sweep', 'duel', 'derivation', 'report']) {
      await page.locator(`#tab-${tab}`).click();
      await page.waitForLoadState('networkidle');
      if (tab === 'sweep') await id('sweep-question').click();
      await look(tab);
      if (tab === 'duel')
        for (const mode of ['given', 'held-out', 'drawn']) {
          await id(`duel-mode-${mode}`).click();
          await id(mode === 'given' ? 'duel-prompt' : 'duel-lines').waitFor();
          await look(`duel ${mode}`);
        }
      for (const name of await page.locator('[data-testid^="explain-"]').all()) {
        await name.click();
        await look(`explanation ${await name.getAttribute('data-testid')}`);
        await id('explanation-close').click();
      }
    }
    await page.locator('#tab-convergence').click();
    await opened('present-button', escape);
    clean();
  });

  it('says the library', async () => {
    const { page } = host;
    await id('open-library').click();
    await id('kept-menu').waitFor();
    await look('library');
    await opened('kept-menu', escape);
    await id('kept-menu').click();
    await id('kept-describe').click();
    await look('about an experiment');
    await page.keyboard.press('Escape');
    clean();
  });
});
