import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../renderer/connection/host.ts';
import { browserMode, launchHosts, type RunningHost } from './hosts.ts';

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

  it('takes the commands of the menu', async ({ skip }) => {
    if (!host.electron) return skip('a browser has no menu of ours');
    const heard = host.page.evaluate(
      () => new Promise<string>((resolve) => void window.lossLabHost!.onCommand(resolve)),
    );
    await host.page.waitForTimeout(100);
    await host.electron.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&File');
      file!.submenu!.items.find(({ label }) => label === 'Export…')!.click();
    });
    expect(await heard).toBe('export');
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

  it('is refused to a tab without the token, which says so', async () => {
    const stranger = await host.page.context().newPage();
    await stranger.goto(host.page.url());
    await stranger.getByText(/The lab cannot be reached/).waitFor();
    await stranger.close();
  });
});
