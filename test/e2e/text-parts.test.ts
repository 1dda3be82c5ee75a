import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeWords } from '../core/corpora/made-texts.ts';
import { temporaryFolder } from '../node/temporary.ts';
import { set } from './actions.ts';
import { launchHosts, type RunningHost } from './hosts.ts';

const folder = temporaryFolder();
const hosts = await launchHosts();
const words = madeWords(3000, 4);
const files = {
  'sorted.txt': [...words].sort().join('\r\n'),
  'one.txt': words.slice(0, 500).join(' '),
  'two.txt': words.slice(500, 1000).join(' '),
};
const paths = Object.keys(files).map((name) => join(folder, name)) as [string, string, string];

describe.each(hosts)('the parts of a text in $name', ({ start }) => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const panel = () => host.page.getByRole('region', { name: 'Text', exact: true });

  beforeAll(async () => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    host = await start();
    await id('corpus-name').waitFor();
  });
  afterEach(() => expect(host.errors).toEqual([]));
  afterAll(() => host.close());

  it('makes a built-in text anew by another size and seed, and says the size', async () => {
    const { page } = host;
    const facts = () => id('corpus-facts').innerText();
    const preview = () => page.getByLabel('Beginning of the text').textContent();
    await id('reading').locator('summary').click();
    await set(page, 'Characters', 5000);
    await expect.poll(facts).toMatch(/^5\s?000 characters/);
    const before = await preview();
    await set(page, 'Seed of the text', 7);
    await expect.poll(preview).not.toBe(before);
    expect(await facts()).toMatch(/^5\s?000 characters/);
    await set(page, 'Seed of the text', 1);
    await expect.poll(preview).toBe(before);
  });

  it('warns of drift and of CR LF before training, and offers what mends them', async () => {
    await host.dropFiles([paths[0]]);
    await expect.poll(() => id('corpus-name').innerText()).toBe('sorted.txt');
    await expect.poll(() => panel().innerText()).toMatch(/drift[\s\S]*All line ends are CR LF/);
    const facts = () => id('corpus-facts').innerText();
    const distinct = Number(/(\d+) distinct/.exec(await facts())![1]);
    const box = panel().getByRole('checkbox', { name: 'normalise line ends' });
    await box.press('Space');
    await expect.poll(facts).toContain(`${distinct - 1} distinct`);
    expect(await box.isChecked()).toBe(true);
    await expect.poll(() => id('line-ends').innerText()).toContain('are read as LF');
  });

  it('takes rare characters together, and keeps all apart again', async () => {
    const { page } = host;
    const distinct = async () => Number(/(\d+) distinct/.exec(await id('corpus-facts').innerText())![1]);
    const all = await distinct();
    const rarer = 'Characters that occur fewer times than this become one';
    await set(page, rarer, 1000);
    // One that stands for the others at least, and fewer than there were.
    await expect.poll(distinct).toBeLessThan(all);
    expect(await distinct()).toBeGreaterThan(1);
    await set(page, rarer, 1);
    await expect.poll(distinct).toBe(all);
  });

  it('splits by blocks and by shares, with the keyboard', async () => {
    await id('split').locator('summary').press('Enter');
    const { page } = host;
    await page.getByLabel('Held-out text').selectOption('blocks');
    await expect
      .poll(() => id('split').locator('summary').innerText())
      .toMatch(/in blocks spread over the text/);
    await set(page, 'For tuning, %', 0);
    await expect.poll(() => id('split').locator('summary').innerText()).toMatch(/no tuning part/);
    await set(page, 'Held out, %', 20);
    await expect.poll(() => panel().innerText()).toMatch(/80 % to train, 20 % held out/);
    expect(await page.getByRole('checkbox', { name: 'normalise line ends' }).isChecked()).toBe(true);
  });

  it('takes a held-out text of its own, and texts that are dropped together as one', async () => {
    const { page } = host;
    const chooser = page.waitForEvent('filechooser');
    await page.getByLabel('Held-out text').selectOption('file');
    await (await chooser).setFiles(paths[1]);
    await expect.poll(() => id('split').innerText()).toContain('one.txt');
    await host.dropFiles([paths[2], paths[1]]);
    await expect.poll(() => id('corpus-name').innerText()).toBe('one.txt + two.txt');
  });
});
