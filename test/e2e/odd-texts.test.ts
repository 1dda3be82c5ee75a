import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { visibleLine } from '../../core/words/visible-text.ts';
import { temporaryFolder } from '../node/temporary.ts';
import { isRefused, oddTexts } from '../odd-texts.ts';
import { launchHosts, type RunningHost } from './hosts.ts';

const folder = temporaryFolder();
const hosts = await launchHosts();

/** One of each kind that a person might really drop. */
const dropped = [
  'one-character.txt',
  'one-distinct-character.txt',
  'thirty-thousand-characters.txt',
  'controls.txt',
  'long-line.txt',
  'utf-16le.txt',
  'broken-utf-8.txt',
  'chinese-in-gb18030.txt',
  'name \u202egnp.txt',
  '<img src=x onerror=alert(1)>.txt',
  'empty.txt',
  'only-nul.txt',
  'noise.bin',
  'letter.docx',
  'paper.pdf',
].map((name) => oddTexts.find((each) => each.name === name)!);

/** A count as a pattern, however the screen groups its digits. */
const grouped = (count: number) => count.toLocaleString('en').replaceAll(',', '[\\s\\u2009\\u202f,]?');

describe.each(hosts)('odd texts dropped on the lab in $name', ({ start }) => {
  let host: RunningHost;

  beforeAll(async () => {
    for (const { name, bytes } of dropped) writeFileSync(join(folder, name), bytes!);
    host = await start();
    await host.page.getByTestId('corpus-name').waitFor();
  });
  afterEach(() => expect(host.errors).toEqual([]));
  afterAll(() => host.close());

  it.each(dropped)('$name', async ({ name, outcome }) => {
    const { page } = host;
    const named = page.getByTestId('corpus-name');
    const before = await named.innerText();
    await host.dropFiles([join(folder, name)]);
    if (isRefused(outcome)) {
      const message = page.getByTestId('message').filter({ hasText: outcome.message });
      await message.waitFor();
      expect(await named.innerText()).toBe(before);
      await message.getByRole('button').click();
    } else {
      await expect.poll(() => named.innerText()).toContain(visibleLine(name));
      const facts = await page.getByTestId('corpus-facts').innerText();
      const plural = outcome.characters === 1 ? '' : 's';
      expect(facts).toMatch(new RegExp(`^${grouped(outcome.characters)} character${plural}, `));
      expect(facts).toMatch(new RegExp(`${grouped(outcome.distinct)} distinct`));
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  it('a link', async () => {
    const { page } = host;
    const before = await page.getByTestId('corpus-name').innerText();
    const url = 'https://example.org/book.txt';
    const session = await page.context().newCDPSession(page);
    for (const items of [
      [
        { mimeType: 'text/uri-list', data: url },
        { mimeType: 'text/plain', data: url },
      ],
      [{ mimeType: 'text/plain', data: url }],
    ]) {
      const data = { items, dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
      const message = page.getByTestId('message').filter({ hasText: 'This is a link, not a text' });
      await message.waitFor();
      expect(await page.getByTestId('corpus-name').innerText()).toBe(before);
      await message.getByRole('button').click();
    }
    await session.detach();
  });
});
