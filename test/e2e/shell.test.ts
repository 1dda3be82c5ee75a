import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstWindow, type RunningHost } from './hosts.ts';
import { inOrder as look, windowSizes as sizes } from './in-order.ts';

describe('the window on its first start', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const focused = () =>
    host.page.evaluate(
      () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id,
    );

  const inOrder = (what: string, within?: string) => look(host.page, what, { within });

  beforeAll(async () => {
    host = await firstWindow.start({ firstStart: true });
    await id('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it('says in three hints what to do; closed ones stay closed until Help brings them back', async () => {
    const { page } = host;
    await inOrder('hints');
    for (const number of [1, 2, 3]) await id(`close-hint-${number}`).click();
    await page.reload();
    await id('corpus-name').waitFor();
    for (const number of [1, 2, 3]) expect(await id(`hint-${number}`).count()).toBe(0);
    await id('help-menu').click();
    await id('help-hints').click();
    for (const number of [1, 2, 3]) await id(`hint-${number}`).waitFor();
  });

  it('leads from its address to the results with two keys, and from part to part with one', async () => {
    const { page } = host;
    await page.reload();
    await id('corpus-name').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the results');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('view');
    await page.keyboard.press('F6');
    const region = () =>
      page.evaluate(() => document.activeElement?.closest('[data-region]')?.tagName.toLowerCase());
    expect(await region()).toBe('header');
    await page.keyboard.press('F6');
    expect(await region()).toBe('aside');
    await page.keyboard.press('Shift+F6');
    expect(await region()).toBe('header');
  });

  it('folds, hides and widens the settings, and remembers it', async () => {
    const { page } = host;
    const width = () =>
      page.locator('#settings').evaluate((element) => element.getBoundingClientRect().width);
    expect(await id('part-model').getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByLabel('Hidden units H', { exact: true }).isVisible()).toBe(false);
    await id('part-model').press('Enter');
    expect(await page.getByLabel('Hidden units H', { exact: true }).isVisible()).toBe(true);
    const before = await width();
    await id('panel-edge').press('ArrowRight');
    await expect.poll(width).toBe(before + 16);
    await page.reload();
    await id('corpus-name').waitFor();
    expect(await width()).toBe(before + 16);
    expect(await id('part-model').getAttribute('aria-expanded')).toBe('true');
    await id('panel-toggle').click();
    expect(await page.locator('#settings').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Model' }).click();
    expect(await focused()).toBe('part-model');
  });

  it('asks the same of the gradients after a reload, at the same lag', async () => {
    const { page } = host;
    await page.getByRole('tab', { name: 'Gradients' }).click();
    await id('ask-time').click();
    await id('cursor-gradient-flow').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => id('at-lag').innerText()).toMatch(/^At lag 1\s/);
    // From another tab, too: its question stays.
    await page.getByRole('tab', { name: 'Convergence' }).click();
    await page.reload();
    await page.getByRole('tab', { name: 'Gradients' }).click();
    await expect.poll(() => id('at-lag').innerText(), { timeout: 15_000 }).toMatch(/^At lag 1\s/);
    await page.reload();
    await expect.poll(() => id('at-lag').innerText(), { timeout: 15_000 }).toMatch(/^At lag 1\s/);
    await page.getByRole('tab', { name: 'Convergence' }).click();
  });

  it('takes settings that lie above the results away by Escape, and for whoever goes to the results', async () => {
    const { page } = host;
    // 1440 × 900 at a zoom of 200 %.
    await page.setViewportSize({ width: 720, height: 450 });
    const panel = page.locator('#settings');
    expect(await panel.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Model' }).click();
    expect(await focused()).toBe('part-model');
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await focused()).toBe('panel-toggle');
    await page.keyboard.press('Enter');
    await panel.waitFor();
    // An open menu in it takes the key for itself.
    await id('presets').click();
    await panel.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('presets');
    expect(await panel.getByRole('menuitem').count()).toBe(0);
    expect(await panel.isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Skip to the results' }).focus();
    expect(await panel.isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'hidden' });
    expect(await focused()).toBe('view');
    await page.setViewportSize(sizes[0]);
    await panel.waitFor();
  });

  it('gives the picture most of a large screen, and shows one card alone for a room', async () => {
    const { page } = host;
    await page.setViewportSize({ width: 1920, height: 1080 });
    const share = () =>
      page.evaluate(() => {
        const box = document.querySelector('[data-testid="card-convergence"]')!.getBoundingClientRect();
        return (box.width * box.height) / (innerWidth * innerHeight);
      });
    await expect.poll(share).toBeGreaterThan(0.35);
    await page.setViewportSize(sizes[0]);
    await id('card-convergence').getByRole('heading').first().click();
    await page.keyboard.press('p');
    await id('present-bar').waitFor();
    await expect.poll(share).toBeGreaterThan(0.7);
    const size = await id('card-convergence')
      .getByRole('heading')
      .first()
      .locator('.note')
      .evaluate((note: HTMLElement) => note.getBoundingClientRect().height / note.offsetHeight);
    expect(size).toBeCloseTo(1.5, 1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => id('present-bar').innerText()).toMatch(/picture 2 of/);
    expect(await id('card-convergence').isVisible()).toBe(false);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    // A page is presented as it is, and keeps its arrow keys.
    await expect.poll(() => id('present-bar').innerText()).toMatch(/^Report · Page Up/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageUp');
    await expect.poll(() => id('present-bar').innerText()).toMatch(/^Derivation · Page Up/);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await expect.poll(() => id('present-bar').innerText()).toMatch(/^Convergence: picture 1 of/);
    await inOrder('presenting');
    await page.keyboard.press('Escape');
    await expect.poll(() => id('present-bar').count()).toBe(0);
    expect(await page.getByRole('tab', { name: 'Gradients' }).isVisible()).toBe(true);
  });

  it('explains a card beside it, and gives the focus back', async () => {
    await id('explain-convergence').click();
    const room = async () => {
      const [pane, card] = await Promise.all(
        ['explanation', 'card-convergence'].map((name) => id(name).boundingBox()),
      );
      return pane!.x - card!.x - card!.width;
    };
    await expect.poll(room).toBeGreaterThanOrEqual(0);
    await inOrder('explanation', '[data-testid="explanation"]');
    await id('explanation').press('Escape');
    await expect.poll(focused).toBe('explain-convergence');
  });

  it('lists its keys and its words', async () => {
    const { page } = host;
    await page.keyboard.press('?');
    await id('help-glossary').waitFor();
    await page.getByLabel('Search the glossary').fill('yardstick');
    expect(await id('help-glossary').locator('dt').allInnerTexts()).toContain('score · yardstick');
    await page.getByLabel('Search the glossary').fill('');
    await inOrder('glossary', '[data-testid="help-glossary"]');
    await id('help-close').click();
    await id('help-menu').click();
    await id('help-shortcuts-open').click();
    await inOrder('shortcuts', 'dialog:modal');
    await page.keyboard.press('Escape');
    await id('help-menu').click();
    await id('help-language-zh-Hans').click();
    await expect.poll(() => page.getByRole('tab').first().innerText()).toBe('收敛');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    const name = page.locator('header input.name');
    expect(await name.inputValue()).toBe('未命名的比较');
    await name.fill('我的比较');
    await name.press('Enter');
    await id('undo-button').click();
    await expect.poll(() => name.inputValue()).toBe('未命名的比较');
    // A word of the screen, typed as a name, stays as it was typed.
    await name.fill('Undo');
    await name.press('Enter');
    await expect.poll(() => id('undo-button').isEnabled()).toBe(true);
    expect(await name.inputValue()).toBe('Undo');
    await id('undo-button').click();
    await expect.poll(() => name.inputValue()).toBe('未命名的比较');
    await id('help-menu').click();
    await id('help-language-en').click();
    await expect.poll(() => page.getByRole('tab').first().innerText()).toBe('Convergence');
    expect(host.errors).toEqual([]);
  });
});
