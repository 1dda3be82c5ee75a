import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../core/experiments/default-experiment.ts';
import { desktopKinds, type DesktopHost, type DesktopStart } from './hosts.ts';

/** What a user does with the program as a whole: files, starts, menus, quitting. */
describe.each(desktopKinds)('the desktop program [$name]', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-desktop-'));
  const profile = join(folder, 'profile');
  let host: DesktopHost | null = null;

  afterEach(async () => {
    await host?.close().catch(() => undefined);
    host = null;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const check = (title: string, test: () => Promise<void>) =>
    it(title, async ({ skip }) => {
      if (kind.unavailable) skip(kind.unavailable);
      await test();
    });

  const open = async (start?: DesktopStart): Promise<DesktopHost> => (host = await kind.open(start));
  const id = (name: string) => host!.page.getByTestId(name);
  const name = () => host!.page.getByLabel('Name of the comparison').inputValue();

  /** A saved experiment of some name, on a built-in text. */
  function saved(file: string, title: string): string {
    const path = join(folder, file);
    writeFileSync(path, JSON.stringify({ ...defaultExperiment(), name: title }));
    return path;
  }

  /** Clicks what a path of labels leads to in the menu; answers whether it is ticked then. */
  const menu = (...labels: string[]) =>
    host!.electron.evaluate(({ Menu }, path) => {
      const plain = (label: string) => label.replace(/&(.)/g, '$1');
      let items = Menu.getApplicationMenu()!.items;
      for (const label of path.slice(0, -1))
        items = items.find((item) => plain(item.label) === label)!.submenu!.items;
      const item = items.find((each) => plain(each.label) === path.at(-1))!;
      item.click();
      return item.checked;
    }, labels);

  const listed = (...labels: string[]) =>
    host!.electron.evaluate(({ Menu }, path) => {
      const plain = (label: string) => label.replace(/&(.)/g, '$1');
      let items = Menu.getApplicationMenu()!.items;
      for (const label of path) items = items.find((item) => plain(item.label) === label)!.submenu!.items;
      return items.filter(({ type }) => type !== 'separator').map(({ label }) => plain(label));
    }, labels);

  /** Boxes answer with their first button, and what they say is kept. */
  const watchBoxes = () =>
    host!.electron.evaluate(({ dialog }) => {
      const said: string[] = [];
      (globalThis as { said?: string[] }).said = said;
      dialog.showMessageBox = (...all: unknown[]) => {
        const { message, detail } = all.at(-1) as { message: string; detail: string };
        said.push(`${message} ${detail}`);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
    });
  const said = () => host!.electron.evaluate(() => (globalThis as { said?: string[] }).said!);

  check(
    'starts with a file that was double-clicked, and takes those of further starts into its one window',
    async () => {
      await open({ args: [saved('µ & "ß" #1 %41 .losslab', 'Double-clicked')] });
      await expect.poll(name).toBe('Double-clicked');
      await watchBoxes();
      const { startAgain, page, electron } = host!;

      const elsewhere = join(folder, 'elsewhere');
      mkdirSync(elsewhere, { recursive: true });
      cpSync(saved('other.losslab', 'By a relative path'), join(elsewhere, 'x.losslab'));
      expect(await startAgain(['x.losslab'], elsewhere)).toBe(0);
      await expect.poll(name).toBe('By a relative path');

      expect(await startAgain([pathToFileURL(saved('ä b.json', 'By an address')).href], folder)).toBe(0);
      await expect.poll(name).toBe('By an address');

      writeFileSync(join(folder, 'a text.txt'), 'to be or not to be, '.repeat(300));
      expect(await startAgain([join('..', 'a text.txt')], elsewhere)).toBe(0);
      await expect.poll(() => id('corpus-name').innerText()).toContain('a text.txt');

      writeFileSync(join(folder, 'half.losslab'), '{"format": "loss-lab-exp');
      writeFileSync(join(folder, 'zipped.losslab'), 'PK\x03\x04 and more');
      for (const [word, sentence] of [
        ['gone.losslab', /gone\.losslab.* could not be read: it is gone/],
        ['half.losslab', /not valid JSON/],
        ['zipped.losslab', /The archive 'zipped\.losslab' cannot be opened/],
        ['.', /is a folder/],
        ['file://another-machine/x.losslab', /x\.losslab/],
        ['--kept=../../etc', /no id of a kept experiment/],
      ] as const) {
        const before = (await said()).length;
        expect(await startAgain([word], folder)).toBe(0);
        await expect.poll(async () => (await said()).slice(before).join()).toMatch(sentence);
      }
      await expect.poll(() => id('corpus-name').innerText()).toContain('a text.txt');
      expect(electron.windows()).toHaveLength(1);
      expect(await page.evaluate(() => document.visibilityState)).toBe('visible');
      expect(host!.errors).toEqual([]);
    },
  );

  check(
    'quits in the middle of a run without a question, and the next start goes on with one click',
    async () => {
      await open({ profile, args: [saved('long.losslab', 'Broken off')] });
      await expect.poll(name).toBe('Broken off');
      await watchBoxes();
      await menu('Experiment', 'Run or Pause');
      await id('pause-button').waitFor();
      const runs = () => {
        const [kept] = readdirSync(join(profile, 'library')).filter(
          (each) => each.includes('broken-off') || /^\d/.test(each),
        );
        return join(profile, 'library', kept, 'runs');
      };
      await expect.poll(() => id('progress-text').innerText()).toMatch(/Step [1-9]/i);
      await host!.quit();
      host = null;
      const metas = readdirSync(runs()).map((run) => readFileSync(join(runs(), run, 'meta.json'), 'utf8'));
      expect(metas.join()).not.toMatch(/"status":\s*"finished"/);

      await open({ profile });
      await id('unfinished-go-on').click();
      await id('pause-button').waitFor();
      await expect.poll(name).toBe('Broken off');
      await menu('Experiment', 'Run or Pause');
      await id('run-button').waitFor();
      expect(host!.errors).toEqual([]);
    },
  );

  check('lists what was kept, opens it from there, and forgets the list on demand', async () => {
    await open({ profile });
    await id('corpus-name').waitFor();
    await expect.poll(() => listed('File', 'Open Recent')).toHaveLength(2);
    const [recent] = await listed('File', 'Open Recent');
    expect(recent).toMatch(/^Broken off · /);
    expect(await name()).not.toBe('Broken off');
    await menu('File', 'Open Recent', recent);
    await expect.poll(name).toBe('Broken off');
    await menu('File', 'Open Recent', 'Clear Recent');
    await expect.poll(() => listed('File', 'Open Recent')).toEqual(['Clear Recent']);
    await menu('File', 'Library');
    await host!.page.getByText('Broken off').first().waitFor();
  });

  check('keeps colours and zoom, whether the menu or the page sets them', async () => {
    const theme = () => host!.page.evaluate(() => document.documentElement.dataset['theme']);
    const zoom = () =>
      host!.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0].webContents.getZoomLevel(),
      );
    const ticked = () =>
      host!.electron.evaluate(({ Menu }) => {
        const view = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&View')!.submenu!;
        const choices = view.items.find(({ label }) => label === '&Theme')!.submenu!.items;
        return choices.filter(({ checked }) => checked).map(({ label }) => label);
      });
    await open({ profile });
    await id('corpus-name').waitFor();
    await menu('View', 'Theme', 'Dark');
    await expect.poll(theme).toBe('dark');
    await host!.page.getByLabel('Switch to light colours').first().click();
    await expect.poll(theme).toBe('light');
    await expect.poll(ticked).toEqual(['&Light']);
    await menu('View', 'Theme', 'Dark');
    await expect.poll(theme).toBe('dark');
    await menu('View', 'Zoom In');
    await menu('View', 'Zoom In');
    await menu('View', 'Zoom Out');
    await host!.quit();

    await open({ profile });
    await id('corpus-name').waitFor();
    expect(await theme()).toBe('dark');
    expect(await ticked()).toEqual(['&Dark']);
    expect(await zoom()).toBe(0.5);
    await menu('View', 'Actual Size');
    expect(await zoom()).toBe(0);
  });
});
