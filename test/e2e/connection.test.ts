import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../renderer/connection/host.ts';
import { reset, trainQuickly } from './actions.ts';
import { browserMode, launchHosts, type RunningHost } from './hosts.ts';
import { onlyOnLinux } from '../only-where.ts';

const ready = (page: RunningHost['page']) => page.getByTestId('corpus-name').waitFor();

describe.each(await launchHosts())('the connection in $name', ({ start }) => {
  let host: RunningHost;
  beforeAll(async () => {
    host = await start();
    await ready(host.page);
  });
  afterAll(() => host?.close());

  it('comes back after a reload', async () => {
    await host.page.reload();
    await ready(host.page);
    expect(host.errors).toEqual([]);
  });

  it('goes back by key to where one was, the text and the library too, and not out of the window', async () => {
    const { page } = host;
    const tab = () => page.getByRole('tab', { selected: true });
    const isAt = (name: string) => expect.poll(() => tab().allInnerTexts()).toEqual(name ? [name] : []);
    await page.keyboard.press('Alt+ArrowLeft');
    await isAt('Convergence');
    await page.getByRole('tab', { name: 'Gradients' }).click();
    // What moves by arrow keys itself leaves those with Alt to the window.
    await page.locator('#view').getByRole('slider').first().focus();
    await page.keyboard.press('Alt+ArrowLeft');
    await isAt('Convergence');
    await page.getByTestId('panel-edge').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await isAt('Gradients');
    await page.getByTestId('look-at-text').click();
    await page.getByTestId('text-done').click();
    await isAt('Gradients');
    await page.getByTestId('open-library').click();
    await page.getByTestId('library').waitFor();
    await page.getByTestId('library').getByRole('heading').first().click();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByTestId('library').waitFor({ state: 'detached' });
    await isAt('Gradients');
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByTestId('text-screen').waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await isAt('Gradients');
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByTestId('text-screen').waitFor();
    await page.getByTestId('text-done').click();
    await isAt('Gradients');
    for (let times = 0; times < 3; times++) {
      await page.keyboard.press('Alt+ArrowLeft');
      await isAt(times === 0 ? '' : times === 1 ? 'Gradients' : 'Convergence');
    }
    await page.keyboard.press('Alt+ArrowLeft');
    await ready(page);
    await isAt('Convergence');
    expect(host.errors).toEqual([]);
  });

  it('takes the commands of the menu', async ({ skip }) => {
    if (!host.electron) return skip('a browser has no menu of ours');
    // It listens before the menu is asked.
    const listening = await host.page.evaluateHandle(() => ({
      heard: new Promise<string>((resolve) => void window.lossLabHost!.onCommand(resolve)),
    }));
    await host.electron.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&File');
      file!.submenu!.items.find(({ label }) => label === '&Export Everything…')!.click();
    });
    expect(await listening.evaluate(({ heard }) => heard)).toBe('export');
  });

  it('shows the library from the menu, and opens what was kept last', async ({ skip }) => {
    const { electron, page } = host;
    if (!electron) return skip('a browser has no menu of ours');
    const recents = () =>
      electron.evaluate(({ Menu }) => {
        const file = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&File');
        const recent = file!.submenu!.items.find(({ label }) => label === 'Open &Recent');
        return recent!
          .submenu!.items.filter(({ type, label }) => type !== 'separator' && label !== 'Clear Recent')
          .map(({ label }) => label);
      });
    expect(await recents()).toEqual([]);
    await trainQuickly(page);
    await expect.poll(async () => (await recents()).length).toBe(1);
    await reset(page);
    await electron.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&File');
      file!.submenu!.items.find(({ label }) => label === '&Library')!.click();
    });
    await page.getByTestId('library').waitFor();
    await electron.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&File');
      file!.submenu!.items.find(({ label }) => label === 'Open &Recent')!.submenu!.items[0].click();
    });
    await expect.poll(() => page.getByTestId('progress-text').innerText()).toMatch(/finished/);
  });
});

describe('the connection of a browser', () => {
  let host: RunningHost;
  beforeAll(async () => {
    host = await browserMode.start();
    await ready(host.page);
  });
  afterAll(() => host?.close());

  it('keeps its token out of sight', async () => {
    expect(host.page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await host.page.content()).not.toMatch(/loss-lab\.[\w-]{43}/);
  });

  it('follows Back, Forward and a reload, whatever was pasted over the address', async () => {
    const { page } = host;
    const isAt = async (name: string) => {
      await ready(page);
      await expect.poll(() => page.getByRole('tab', { selected: true }).innerText()).toBe(name);
    };
    for (const name of ['Report', 'Sampling duel']) await page.getByRole('tab', { name }).click();
    await page.goBack();
    await isAt('Report');
    await page.reload();
    await isAt('Report');
    await page.evaluate(() => void (location.hash = sessionStorage.getItem('loss-lab-token')!));
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('');
    await isAt('Report');
    await page.getByRole('tab', { name: 'Gradients' }).click();
    const visited = () => page.evaluate(() => window.navigation.entries().map(({ url }) => url));
    expect(new Set(await visited())).toEqual(new Set([page.url()]));
    await page.goBack();
    await isAt('Report');
    await page.goForward();
    await isAt('Gradients');
    expect(host.errors).toEqual([]);
  });

  it('is refused to a tab without the token, which says so', async () => {
    const stranger = await host.page.context().newPage();
    const told = stranger.getByText(
      /incomplete or from an earlier start; copy the new one from the terminal/,
    );
    await stranger.goto(host.page.url());
    await told.waitFor();
    await stranger.goto(`${host.page.url()}#${'x'.repeat(43)}`);
    await stranger.reload();
    await told.waitFor();
    await stranger.close();
  });
});

describe.runIf(onlyOnLinux('a browser that the lab opens'))('a browser that the lab opens itself', () => {
  it('is in the lab, with neither token nor code in its address; a second look says why it is not', async () => {
    const path = mkdtempSync(join(tmpdir(), 'loss-lab-opener-'));
    writeFileSync(join(path, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${path}/address'\n`, {
      mode: 0o755,
    });
    const host = await browserMode.start({ args: ['--open'], env: { PATH: path } });
    try {
      await expect.poll(() => readFileSync(join(path, 'address'), 'utf8')).toMatch(/\?open=[\w-]{22}$/);
      const address = readFileSync(join(path, 'address'), 'utf8');
      // A browser of its own: the token is kept for a tab, and the one that is open has it already.
      const page = await (await host.page.context().browser()!.newContext()).newPage();
      await page.goto(address);
      await ready(page);
      expect(page.url()).toBe(new URL('/', address).href);
      await page.goto(address);
      await page.getByText('This address opens the lab once').waitFor();
    } finally {
      await host.close();
      rmSync(path, { recursive: true });
    }
  });
});

describe('a connection that is lost', () => {
  it('leaves no button that promises training, nor a time left', async () => {
    const host = await browserMode.start();
    const { page } = host;
    try {
      await ready(page);
      await page.getByTestId('run-button').click();
      await expect.poll(() => page.getByTestId('progress-text').innerText()).toMatch(/left/);
      await host.endLab();
      await page.getByRole('alert').getByText('The connection to the lab is lost.').waitFor();
      expect(await page.getByTestId('progress-text').innerText()).toMatch(/^step [^·]+ · connection lost$/);
      for (const button of ['pause-button', 'stop-button'])
        expect(await page.getByTestId(button).count()).toBe(0);
      for (const button of ['run-button', 'step-button', 'reset-button'])
        expect(await page.getByTestId(button).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Connect again' }).click();
      await page.getByText('The lab cannot be reached.').waitFor();
    } finally {
      await host.close();
    }
  });
});
