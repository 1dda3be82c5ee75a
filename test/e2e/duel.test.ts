import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellColours } from '../../core/figures/drawing/colours.ts';
import { set, trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';
import { inOrder, windowSizes } from './in-order.ts';

const arms = ['linear-quadratic', 'sigmoid-cross-entropy', 'softmax-cross-entropy', 'sigmoid-quadratic'];

describe('the sampling duel', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const at = async () => Number(await id('duel-lines').getAttribute('aria-valuenow'));
  const text = async (arm: string) =>
    (await id(`duel-line-${arm}`).locator('.cell').allTextContents()).join('');
  const texts = () => Promise.all(arms.map(text));

  async function exported(card: string, format: string): Promise<Buffer> {
    await id(`chart-export-${card}`).click();
    return readFileSync(await host.exportFile(`chart-export-${card}-${format}`, folder));
  }

  async function table(card: string): Promise<Record<string, string>[]> {
    const { data, errors } = Papa.parse<Record<string, string>>(
      (await exported(card, 'csv')).toString('utf8'),
      {
        header: true,
        skipEmptyLines: true,
      },
    );
    expect(errors).toEqual([]);
    return data;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-duel-'));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
    await host.page.getByRole('tab', { name: 'Sampling duel' }).click();
    await set(host.page, 'Positions', 60);
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is there before anything is trained, at the initial weights', async () => {
    await expect.poll(async () => (await text(arms[0])).length).toBe(60);
    expect(await id('duel-question').innerText()).toMatch(/Nothing is trained yet/);
    expect(await id('duel-lines').getAttribute('aria-valuetext')).toMatch(
      /position 1: linear \+ quadratic ‘/,
    );
  });

  it('draws from trained arms, and new numbers draw anew', async () => {
    const before = await texts();
    await trainQuickly(host.page);
    // What is there may still be drawn by the weights of an earlier step.
    await id('duel-again').click();
    await host.page.getByText('working …').waitFor({ state: 'detached' });
    await expect.poll(async () => (await texts()).map(({ length }) => length)).toEqual(before.map(() => 60));
    const trained = await texts();
    expect(trained).not.toEqual(before);
    expect(await id('duel-headline').innerText()).toMatch(
      / is surest of what it writes: \d\.\d\d bits a character$/,
    );
    await id('duel-new-numbers').click();
    await expect.poll(texts).not.toEqual(trained);
    await set(host.page, 'Sample seed', 1);
    await expect.poll(texts).toEqual(trained);
  });

  it('shows the next characters of every arm at the position under the pointer', async () => {
    const { page } = host;
    const cell = id(`duel-line-${arms[2]}`).locator('[data-n="20"]');
    await cell.hover();
    await expect.poll(at).toBe(21);
    expect(await id('duel-readout').innerText()).toMatch(/^position 21: /);
    // The colour is that of the picture that is exported.
    const probability = Number(await id(`duel-next-${arms[2]}`).getAttribute('data-probability'));
    const { fill, ink } = cellColours(probability, { kind: 'log', low: 0.01, high: 1, label: '' }, 'light');
    const seen = await cell.evaluate((each) => {
      const { backgroundColor, color } = getComputedStyle(each);
      return [backgroundColor, color].map((colour) => colour.replaceAll(' ', ''));
    });
    expect(seen).toEqual([fill, ink === '#ffffff' ? 'rgb(255,255,255)' : 'rgb(27,32,39)']);
    for (const arm of arms) {
      const next = id(`duel-next-${arm}`);
      const sign = await id(`duel-line-${arm}`).locator('[data-n="20"]').innerText();
      // What is framed is the drawn character, and its probability is the one of the position.
      const marked = next.locator('td.here');
      expect(await marked.count()).toBe(1);
      expect(await marked.locator('b').innerText()).toBe(sign);
      expect(Number(await next.getAttribute('data-probability'))).toBeGreaterThan(0);
      const [low, high] = /\[(\S+), (\S+)\)/
        .exec((await next.locator('.strip div').getAttribute('title'))!)!
        .slice(1)
        .map(Number);
      const u = Number(/u = (\S+) for all/.exec(await page.getByText(/random number u = /).innerText())![1]);
      expect(u).toBeGreaterThanOrEqual(low - 1e-4);
      expect(u).toBeLessThanOrEqual(high + 1e-4);
    }
  });

  it('goes from position to position, and from difference to difference, by the keyboard', async () => {
    const { page } = host;
    await id('duel-lines').focus();
    await page.keyboard.press('Home');
    await expect.poll(at).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(at).toBe(2);
    await page.keyboard.press('End');
    await expect.poll(at).toBe(60);
    await id('duel-previous-difference').press('Enter');
    const position = await at();
    expect(position).toBeLessThan(60);
    const signs = (await texts()).map((each) => [...each][position - 1]);
    expect(new Set(signs).size).toBeGreaterThan(1);
  });

  it('exports every position, and the pictures', async () => {
    const drawn = await texts();
    const rows = await table('sampling-duel');
    expect(rows).toHaveLength(4 * 60);
    for (const [i, line] of drawn.entries()) {
      const own = rows.slice(60 * i, 60 * (i + 1));
      // A spreadsheet's leading quote does not occur: the built-in text has letters and line ends.
      expect(own.map((row) => (row['character'] === '\n' ? '⏎' : row['character'])).join('')).toBe(line);
      expect(own.map((row) => row['random number'])).toEqual(
        rows.slice(0, 60).map((row) => row['random number']),
      );
      for (const row of own)
        expect(Number(row['bits'])).toBeCloseTo(-Math.log2(Number(row['probability'])), 10);
    }
    const differing = rows.slice(0, 60).filter((_, n) => new Set(drawn.map((each) => [...each][n])).size > 1);
    expect(rows.slice(0, 60).filter((row) => row['differs'] === '1')).toEqual(differing);
    const next = await table('next-character');
    const total = next
      .filter((row) => row['output layer'] === 'softmax + cross-entropy')
      .reduce((sum, row) => sum + Number(row['probability']), 0);
    expect(total).toBeCloseTo(1, 10);
    for (const card of ['sampling-duel', 'next-character']) {
      expect((await exported(card, 'svg')).toString('utf8')).toMatch(/^<\?xml [^>]*>\s*<svg\s/);
      expect((await exported(card, 'png')).subarray(1, 4).toString('latin1')).toBe('PNG');
    }
  });

  it('links one temperature to all arms: 0 takes the likeliest, a very high one makes all draw alike', async () => {
    const { page } = host;
    await set(page, 'Temperature', 0);
    for (const arm of arms)
      await expect.poll(() => id(`duel-next-${arm}`).getAttribute('data-probability')).toBe('1');
    const cold = await texts();
    const numbers = async () => (await table('sampling-duel')).map((row) => row['random number']).join();
    const old = await numbers();
    await id('duel-new-numbers').click();
    await expect.poll(numbers).not.toBe(old);
    expect(await texts()).toEqual(cold);
    await set(page, 'Temperature', 1e6);
    await expect.poll(async () => new Set(await texts()).size).toBe(1);
    await id('duel-temperature').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByLabel('Temperature', { exact: true }).inputValue()).toBe('1.95');
    await expect.poll(async () => new Set(await texts()).size).toBeGreaterThan(1);
    await set(page, 'Temperature', 1);
  });

  it('lets all read held-out text, and says what each pays', async () => {
    await id('duel-mode-held-out').check();
    await expect.poll(async () => new Set(await texts()).size).toBe(1);
    const rows = await table('sampling-duel');
    const totals = await table('duel-totals');
    expect(totals).toHaveLength(arms.length);
    for (const i of arms.keys()) {
      const own = rows.slice(60 * i, 60 * (i + 1));
      const bits = own.reduce((sum, row) => sum + Number(row['bits']), 0) / 60;
      expect(Number(totals[i]['bits per character'])).toBeCloseTo(bits, 10);
    }
    expect(await id('duel-next').innerText()).toContain('comes next');
  });

  it('says what is wrong with a text, and goes on when it is mended', async () => {
    await id('duel-mode-given').check();
    // Nothing is wrong before somebody has typed.
    await id('duel-too-short').waitFor();
    expect(await id('duel-too-short').innerText()).toMatch(/two characters/);
    expect(await id('duel-problem').count()).toBe(0);
    await id('duel-prompt').fill('学B');
    await expect.poll(() => id('duel-problem').innerText()).toMatch(/has the character '学'/);
    await id('duel-prompt').fill('BTBPE');
    await expect.poll(() => text(arms[0])).toBe('TBPE');
    expect(await id('duel-problem').count()).toBe(0);
  });

  it('explains itself, and is readable in both themes and sizes', async () => {
    const { page } = host;
    await id('explain-sampling-duel').click();
    expect(await id('explanation').locator('.katex').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await inOrder(page, 'duel', { sizes: windowSizes.slice(0, 2), texts: false });
    expect(host.errors).toEqual([]);
  });
});
