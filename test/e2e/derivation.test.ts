import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sigmaCancels } from '../../core/lessons/built-in/sigma-cancels.ts';
import { axeFindings } from './axe.ts';
import { browserMode, type RunningHost } from './hosts.ts';
import { inOrder, windowSizes } from './in-order.ts';

describe('the derivation', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const value = async (name: string) => Number(await id(name).first().getAttribute('data-value'));
  const result = async (key: string) => Number(await id(`line-${key}`).getAttribute('data-result'));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-derivation-'));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function noViolations(rules?: 'of places'): Promise<void> {
    const { page } = host;
    const [scroll, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(scroll).toBeLessThanOrEqual(inner);
    expect(await axeFindings(page, { rules })).toEqual([]);
  }

  /** The switch holds at once for tabs, headline, ready experiments and explanations, and outlives a reload. */
  async function tellsInChinese(): Promise<void> {
    const { page } = host;
    for (const reloaded of [false, true]) {
      if (reloaded) {
        await page.reload();
        await id('corpus-name').waitFor();
      }
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
      await page.locator('#tab-convergence').click();
      expect(await page.locator('#tab-derivation').textContent()).toBe('推导');
      expect(await id('headline').textContent()).toBe('哪个输出层把这段文本学得最好？');
    }
    await id('presets').click();
    expect(await id('preset-vanishing-gradient').textContent()).toContain('梯度消失');
    await page.keyboard.press('Escape');
    await noViolations('of places');
    await page.locator('#tab-derivation').click();
    await id('derivation-step').waitFor();
  }

  it('opens from a δ cell at its step and output', async () => {
    const { page } = host;
    await page.getByRole('tab', { name: 'Gradients' }).click();
    await id('ask-sequence').click();
    const map = id('card-delta-maps').locator('[data-read]').first();
    await map.scrollIntoViewIfNeeded();
    const box = (await map.boundingBox())!;
    // The middle of the fourth of 25 columns, in the first row.
    await page.mouse.click(box.x + (box.width * 3.5) / 25, box.y + 4);
    await id('derivation-step').waitFor();
    expect(await id('derivation-step').getAttribute('data-step')).toBe('6');
    expect(await id('derivation-time').getAttribute('aria-valuenow')).toBe('4');
  });

  it('shows what cancels and what stays, checked by differences', async () => {
    const card = (key: string) => id(`line-${key}`);
    await expect
      .poll(() => card('sigmoid-cross-entropy').getByTestId('badge').textContent())
      .toBe('σ′ cancels');
    expect(await card('sigmoid-quadratic').getByTestId('badge').textContent()).toBe('σ′ stays');
    // Struck above and below the line, in symbols and in numbers.
    expect(await card('sigmoid-cross-entropy').locator('[data-term="cancel"]').count()).toBe(4);
    expect(await card('sigmoid-quadratic').locator('[data-term="cancel"]').count()).toBe(0);
    await expect
      .poll(() => host.page.getByTestId('check').allTextContents(), { timeout: 20_000 })
      .toHaveLength(4);
    for (const text of await id('check').allTextContents()) expect(text).toMatch(/^✓/);
  });

  it('follows a z that is typed, moved by keys and dragged', async () => {
    const { page } = host;
    const z = id('change-z');
    // A formula is set once: with new numbers the same elements stay, else nothing could follow a hand.
    const numbers = id('line-sigmoid-quadratic').locator('[data-number]');
    await numbers.first().evaluate((each) => each.setAttribute('data-mark', ''));
    await z.fill('-4.2');
    await z.press('Enter');
    await z.fill('many');
    await z.press('Tab');
    expect(await z.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('alert').innerText()).toBe('This must be a number.');
    expect(await id('progress-text').innerText()).toMatch(/^a field has no valid value yet/);
    await z.press('Escape');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await id('progress-text').innerText()).toMatch(/^ready/);
    const y = 1 / (1 + Math.exp(4.2));
    const t = await value('strip-1');
    await expect.poll(() => result('sigmoid-cross-entropy')).toBeCloseTo(y - t, 10);
    expect(await result('sigmoid-quadratic')).toBeCloseTo((y - t) * y * (1 - y), 10);
    expect(await numbers.first().getAttribute('data-mark')).toBe('');
    await z.press('ArrowRight');
    await expect.poll(() => value('change-z')).toBeCloseTo(-4.1, 6);
    const box = (await id('slope-curve').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => value('change-z')).toBeGreaterThan(4);
    await id('put-back').click();
    await expect.poll(() => id('put-back').count()).toBe(0);
  });

  it('lights a term by its button, in the formula and where its values are', async () => {
    const term = id('line-sigmoid-cross-entropy').getByTestId('term-slope');
    await term.focus();
    expect(await term.getAttribute('aria-pressed')).toBe('true');
    expect(await id('line-sigmoid-cross-entropy').locator('[data-term="slope"].lit').count()).toBeGreaterThan(
      0,
    );
    expect(await host.page.locator('.strips canvas.lit').count()).toBe(1);
  });

  it('goes through all twelve steps, without a violation, in both languages', async () => {
    for (const language of ['en', 'zh-Hans']) {
      await id(`language-${language}`).click();
      await id('step-1').click();
      for (let step = 1; step <= 12; step++) {
        await expect.poll(() => id('derivation-step').getAttribute('data-step')).toBe(String(step));
        expect(await id('derivation-step').locator('.katex-error').count()).toBe(0);
        // Colours speak no language.
        if ([1, 6, 11].includes(step)) await noViolations(language === 'en' ? undefined : 'of places');
        if (step < 12) await id('next-step').click();
      }
    }
    expect(await id('derivation-step').textContent()).toContain('第 12 步，共 12 步');
    expect(await id('derivation-step').textContent()).toContain('softmax + 交叉熵');
    await tellsInChinese();
    await id('language-en').click();
    expect(await host.page.evaluate(() => document.documentElement.lang)).toBe('en');
  });

  it('chooses another cell in a map by the keyboard', async () => {
    await id('step-11').click();
    const map = id('map-gWhh').locator('[tabindex="0"]');
    const before = await value('same-sigmoid-quadratic');
    await map.focus();
    await map.press('ArrowDown');
    await map.press('Enter');
    await expect.poll(() => value('same-sigmoid-quadratic')).not.toBe(before);
  });

  it('is chosen, lit and dragged by touch', async () => {
    const { page } = host;
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const middle = async (locator: ReturnType<typeof id>) => {
      await locator.scrollIntoViewIfNeeded();
      const box = (await locator.boundingBox())!;
      return [box.x + box.width / 2, box.y + box.height / 2] as const;
    };
    const tap = async (locator: ReturnType<typeof id>) => {
      await touch('touchStart', ...(await middle(locator)));
      await touch('touchEnd');
    };
    try {
      const before = await value('same-sigmoid-quadratic');
      await tap(id('map-gWhh').locator('[tabindex="0"]'));
      await expect.poll(() => value('same-sigmoid-quadratic')).not.toBe(before);
      // What a finger has touched stays lit when it is lifted.
      await id('step-6').click();
      const slope = id('line-sigmoid-cross-entropy').locator('[data-term="slope"]');
      await tap(slope.first());
      await expect.poll(() => host.page.locator('.strips canvas.lit').count()).toBe(1);
      const z = await value('change-z');
      const [x, y] = await middle(id('change-z'));
      await touch('touchStart', x, y);
      for (const by of [10, 30, 60]) await touch('touchMove', x + by, y);
      await touch('touchEnd');
      await expect.poll(() => value('change-z')).toBeCloseTo(z + 60 * 0.02, 1);
      await id('put-back').click();
    } finally {
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
      await session.detach();
    }
  });

  it('takes a typed loss too, with what cancels struck out', async () => {
    const { page } = host;
    const file = join(folder, 'experiment.json');
    await page.getByRole('button', { name: /Open \/ Export/ }).click();
    const path = await host.exportFile('export-experiment', folder);
    const own = JSON.parse(readFileSync(path, 'utf8')) as {
      experiment?: Record<string, unknown>;
    } & Record<string, unknown>;
    const target = (own.experiment ?? own) as { layers: unknown[]; arms: { id: string; layer: string }[] };
    target.layers = [
      {
        ...{ kind: 'formula', id: 'mine', label: 'mine', activation: 'sigmoid', reference: '' },
        loss: '-3*t*log(y) - 3*(1-t)*log(1-y)',
        parameters: {},
        reading: 'sigmoid',
      },
    ];
    target.arms[1] = { ...target.arms[1], id: 'mine', layer: 'mine' };
    writeFileSync(file, JSON.stringify(own));
    await host.dropFiles([file]);
    await page.getByRole('tab', { name: 'Derivation' }).click();
    await id('step-6').click();
    await id('line-mine').waitFor({ timeout: 20_000 });
    expect(await id('line-mine').getByTestId('badge').textContent()).toBe('σ′ cancels');
    expect(await id('line-mine').locator('[data-term="cancel"]').count()).toBe(4);
  });

  describe('lessons', () => {
    it('hold a choice, and say why', async () => {
      await id('lesson-sigma-cancels').click();
      await id('choice-0').check();
      await id('give-answer').click();
      expect(await id('lesson-truth').textContent()).toContain('The answer is Cross-entropy.');
      await noViolations();
    });

    it('take a sketch by the pointer and draw the truth over it', async () => {
      const { page } = host;
      await id('next-page').click();
      const box = (await id('sketch').boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.8);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.2, { steps: 12 });
      await page.mouse.up();
      await id('give-answer').click();
      await id('truth-line').waitFor();
      expect(await id('lesson-truth').textContent()).toContain('4/27');
    });

    it('take one by the keyboard', async () => {
      await id('next-page').click();
      const pad = id('sketch');
      await pad.focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowUp', 'End'])
        await pad.press(key);
      expect(await id('sketch-line').getAttribute('d')).toMatch(/^M.*L/);
      await id('give-answer').click();
      await id('truth-line').waitFor();
      await noViolations();
    });

    it('export the answers', async () => {
      const file = await host.exportFile('export-answers', folder);
      const rows = readFileSync(file, 'utf8').trim().split('\r\n');
      expect(rows).toHaveLength(4);
      expect(rows[1]).toContain('Quadratic error');
      expect(rows[1]).toContain('false');
    });

    it('show the teacher’s page in Chinese too', async () => {
      await id('language-zh-Hans').click();
      await id('teacher').click();
      expect(await id('teachers-page').textContent()).toContain('教案');
      await noViolations();
      await id('language-en').click();
    });

    it('are dropped on the window, and refused with the field where they are none', async () => {
      const good = join(folder, 'own.json');
      writeFileSync(good, JSON.stringify({ ...sigmaCancels, id: 'own', title: 'A lesson <b>of</b> ours' }));
      await host.dropFiles([good]);
      await expect.poll(() => id('lesson-own').count()).toBe(1);
      expect(await id('lesson-own').textContent()).toContain('A lesson <b>of</b> ours');
      const bad = join(folder, 'bad.json');
      writeFileSync(bad, JSON.stringify({ ...sigmaCancels, minutes: 'long' }));
      await host.dropFiles([bad]);
      await expect.poll(() => host.page.locator('body').textContent()).toContain('The lesson, minutes');
      // The good one is there after a reload too.
      await host.page.reload();
      await id('corpus-name').waitFor();
      await host.page.locator('#tab-derivation').click();
      await expect.poll(() => id('lesson-own').count()).toBe(1);
    });
  });

  it('fits a small window in both themes', async () => {
    const { page } = host;
    await id('step-6').click();
    await inOrder(page, 'derivation', { sizes: windowSizes.slice(0, 2), texts: false });
    expect(host.errors).toEqual([]);
  });
});
