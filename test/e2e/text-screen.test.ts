import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeWords } from '../core/corpora/made-texts.ts';
import { temporaryFolder } from '../node/temporary.ts';
import { set, tabTo } from './actions.ts';
import { launchHosts, type RunningHost } from './hosts.ts';
import { inOrder, settled, windowSizes } from './in-order.ts';
import { unreadable, untold } from './readability.ts';

const folder = temporaryFolder();
const hosts = await launchHosts();
const words = madeWords(3000, 4);
/** 下雨天，我们在家里读书。 in GB18030. */
const rain = Buffer.from('CFC2D3EACCECA3ACCED2C3C7D4DABCD2C0EFB6C1CAE9A1A30D0A', 'hex');
const files = {
  'sorted.txt': [...words].sort().join('\r\n'),
  'one.txt': words.slice(0, 500).join(' '),
  'two.txt': words.slice(500, 1000).join(' '),
  'rain.txt': Buffer.concat(Array.from({ length: 400 }, () => rain)),
};
const [sorted, one, two, guessed] = Object.keys(files).map((name) => join(folder, name)) as [
  string,
  string,
  string,
  string,
];

describe.each(hosts)('the screen of the text in $name', ({ name: hostName, start }) => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const text = (name: string) => id(name).innerText();
  const distinct = async () => Number(/(\d+) distinct/.exec(await text('corpus-facts'))![1]);
  const focused = () => host.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));

  beforeAll(async () => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    host = await start();
    await id('corpus-name').waitFor();
  });
  afterEach(() => expect(host.errors).toEqual([]));
  afterAll(() => host.close());

  it('opens from the panel by the keyboard, and Escape leads back to where one was', async () => {
    const { page } = host;
    await page.getByRole('tab', { name: 'Gradients' }).click();
    await id('look-at-text').press('Enter');
    await expect.poll(() => text('text-headline')).toBe('This text is fine to learn from');
    expect(await focused()).toBe('text-done');
    expect(await id('view-tabs').isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    await expect.poll(() => id('text-headline').count()).toBe(0);
    expect(await page.getByRole('tab', { name: 'Gradients' }).getAttribute('aria-selected')).toBe('true');
    expect(await focused()).toBe('look-at-text');
    await id('look-at-text').press('Enter');
    await id('text-done').press('Enter');
    await expect.poll(() => id('text-headline').count()).toBe(0);
    await id('look-at-text').press('Enter');
  });

  it('makes a built-in text anew by another size and seed, and says the size', async () => {
    const { page } = host;
    const preview = () => page.getByLabel('Beginning of the text').textContent();
    await set(page, 'Characters', 5000);
    await expect.poll(() => text('corpus-facts')).toMatch(/^5\s?000 characters/);
    await expect.poll(preview).not.toBe('');
    const before = await preview();
    await set(page, 'Seed of the text', 7);
    await expect.poll(async () => ['', before].includes(await preview())).toBe(false);
    await set(page, 'Seed of the text', 1);
    await expect.poll(preview).toBe(before);
  });

  it('leads from the warning of the panel to what is the matter, and to what mends it', async () => {
    const { page } = host;
    await id('text-done').press('Enter');
    await host.dropFiles([sorted]);
    await expect.poll(() => text('corpus-name')).toBe('sorted.txt');
    await expect.poll(() => text('text-concern')).toContain('The end differs from the rest');
    await id('text-concern').press('Enter');
    await expect
      .poll(() => text('text-headline'))
      .toBe('Check the split: the end of this text differs from the rest');
    expect(await text('text-remarks')).toMatch(/drift of[\s\S]*Line ends are CR LF/);
    const all = await distinct();
    await page.getByRole('checkbox', { name: 'One sign for each line end (LF)' }).press('Space');
    await expect.poll(distinct).toBe(all - 1);
    await expect.poll(() => text('line-ends')).toMatch(/CR LF/);
    expect(await text('text-remarks')).not.toContain('CR LF');
  });

  it('measures every way to split it, and splits by blocks and by shares with the keyboard', async () => {
    const { page } = host;
    const drift = async (way: string) =>
      Number(/drift (−?[\d.]+) bits/.exec(await text(`measured-${way}`))![1].replace('−', '-'));
    await expect.poll(() => id('measured-blocks').count()).toBe(1);
    expect(await drift('end')).toBeGreaterThan(0.1);
    expect(await drift('blocks')).toBeLessThan(await drift('end'));
    await id('way-end').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => id('way-blocks').isChecked()).toBe(true);
    // Blocks lie apart from each other, as far as the other end of the text.
    const blocks = id('split-blocks').locator('i');
    await expect.poll(() => blocks.count()).toBeGreaterThan(5);
    const lefts = await blocks.evaluateAll((all) => all.map((each) => parseFloat(each.style.left)));
    expect(Math.max(...lefts) - Math.min(...lefts)).toBeGreaterThan(70);
    await set(page, 'For tuning, %', 0);
    await expect.poll(() => text('corpus-shares')).toMatch(/90 % to train, 10 % held out/);
    await id('split-held').focus();
    // A page key is five presses of an arrow.
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowLeft');
    expect(await id('split-held').getAttribute('aria-valuenow')).toBe('84');
    await expect.poll(() => text('corpus-shares')).toMatch(/to train, 1[67] % held out/);
    expect(await focused()).toBe('split-held');
    await set(page, 'Held out, %', 20);
    await expect.poll(() => text('corpus-shares')).toMatch(/80 % to train, 20 % held out/);
    expect(await page.getByRole('checkbox', { name: 'One sign for each' }).isChecked()).toBe(true);
  });

  it('takes shares from a handle that is dragged', async () => {
    const { page } = host;
    await id('way-end').press('Space');
    await expect.poll(() => id('way-end').isChecked()).toBe(true);
    const drag = async (handle: string, to: number) => {
      const { x, y, width, height } = (await id(handle).boundingBox())!;
      const bar = (await id(handle).locator('..').boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(bar.x + bar.width * to, y + height / 2, { steps: 4 });
      await page.mouse.up();
    };
    await drag('split-held', 0.9);
    await expect.poll(() => text('corpus-shares')).toMatch(/90 % to train, 10 % held out/);
    await drag('split-tune', 0.8);
    await expect.poll(() => text('corpus-shares')).toMatch(/80 % to train, 10 % to tune, 10 % held out/);
    // The tuning part keeps its size.
    await drag('split-held', 0.8);
    await expect.poll(() => text('corpus-shares')).toMatch(/70 % to train, 10 % to tune, 20 % held out/);
  });

  it('takes rare characters together, and keeps all apart again', async () => {
    const { page } = host;
    const all = await distinct();
    await set(page, 'Characters that occur fewer times than this become one', 1000);
    // One that stands for the others at least, and fewer than there were.
    await expect.poll(distinct).toBeLessThan(all);
    expect(await text('rare-joined')).toMatch(
      new RegExp(`${await distinct()} distinct; “other” is [\\d.]+\\s% of the text`),
    );
    await id('rare-keep').press('Space');
    await expect.poll(distinct).toBe(all);
  });

  it('takes a held-out text of its own, and texts that are dropped together as one', async () => {
    const { page } = host;
    const chooser = page.waitForEvent('filechooser');
    await id('way-file').press('Space');
    await (await chooser).setFiles(one);
    await expect.poll(() => id('way-file').isChecked()).toBe(true);
    await expect.poll(() => text('split-ways')).toMatch(/one\.txt\s+drift/);
    await host.dropFiles([two, one]);
    await expect.poll(() => text('corpus-name')).toBe('one.txt + two.txt');
  });

  it('reads the first line in every likely encoding, and takes another one by the keyboard', async () => {
    const { page } = host;
    await host.dropFiles([guessed]);
    await expect.poll(() => text('text-headline')).toBe('Check the encoding: GB18030 is a guess');
    const card = page.getByRole('region', { name: 'Encoding: GB18030, a guess' });
    await expect.poll(() => card.innerText()).toContain('下雨天，我们在家里读书。');
    expect(await card.innerText()).toMatch(/Big5[\s\S]*UTF-8 does not fit from byte 0 on/);
    await page.getByRole('radio', { name: /^GB18030/ }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => text('encoding-title')).toMatch(/as chosen/);
    await id('other-encodings').selectOption('gbk');
    await expect.poll(() => text('encoding-title')).toBe('Encoding: GBK, as chosen');
    await expect.poll(() => text('preview')).toContain('下雨天，我们在家里读书。CR⏎');
    await id('preview-part-held').press('Space');
    await expect.poll(() => page.getByLabel('Beginning of the held-out part').textContent()).toContain('⏎');
    await id('preview-part-frequent').press('Space');
    await expect.poll(() => page.getByText('U+000D').first().isVisible()).toBe(true);
  });

  // Every host shows the same page.
  if (hostName === hosts[0].name)
    it('can be read, is told and passes axe in both themes and in every size', async () => {
      const { page } = host;
      expect(await untold(page, '#view')).toEqual([]);
      await inOrder(page, 'text', { sizes: windowSizes.slice(0, 2) });
      await page.setViewportSize({ width: 720, height: 450 });
      // There the settings lie above the results.
      if (await page.locator('#settings').isVisible()) await id('panel-toggle').click();
      await settled(page);
      expect(await unreadable(page)).toEqual([]);
      await page.setViewportSize(windowSizes[0]);
    });

  it('leads back when a run starts, to see it', async () => {
    await id('way-blocks').waitFor();
    await tabTo(host.page, 'text-done');
    await set(host.page, 'Hidden units H', 8);
    await set(host.page, 'Paired seeds', 1);
    await set(host.page, 'Steps', 20);
    await id('run-button').click();
    await expect.poll(() => id('text-headline').count()).toBe(0);
    await expect.poll(() => text('progress-text'), { timeout: 60_000 }).toMatch(/finished/);
  });
});
