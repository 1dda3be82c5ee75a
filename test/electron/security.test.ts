import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../renderer/connection/host.ts';
import { realElectron, standInElectron, type RunningHost } from '../e2e/hosts.ts';

/** What the stand-in was told and a real Electron does not tell. */
interface StandIn {
  sandboxed: boolean;
  privileges: { scheme: string; privileges: Record<string, boolean> }[];
  handlers: Record<string, (...all: unknown[]) => unknown>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

if (standInElectron.unavailable)
  process.stderr.write(`Not tried on the stand-in: ${standInElectron.unavailable}.\n`);

describe.skipIf(standInElectron.unavailable !== null)('what the program tells Electron [stand-in]', () => {
  let host: RunningHost;
  let app: ElectronApplication;
  beforeAll(async () => {
    host = await standInElectron.start();
    app = host.electron!;
  });
  afterAll(() => host?.close());

  it('isolates the page: sandbox, context isolation, no Node, no webview, web security', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return (window as unknown as { options: { webPreferences: object } }).options.webPreferences;
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(preferences).not.toHaveProperty('enableBlinkFeatures');
  });

  it('sandboxes every process, and gives its scheme an origin without further rights', async () => {
    const told = await app.evaluate((electron) => {
      const { sandboxed, privileges } = (electron as unknown as { standIn: StandIn }).standIn;
      return { sandboxed, privileges };
    });
    expect(told).toEqual({
      sandboxed: true,
      privileges: [{ scheme: 'lab', privileges: { standard: true, secure: true } }],
    });
  });

  it('denies every permission but to put something on the clipboard and to fill the screen', async () => {
    const answers = await app.evaluate((electron) => {
      const { handlers } = (electron as unknown as { standIn: StandIn }).standIn;
      const asked = ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'unknown'];
      const granted: unknown[] = [];
      for (const permission of asked) {
        handlers.setPermissionRequestHandler(null, permission, (answer: unknown) => granted.push(answer), {});
        granted.push(handlers.setPermissionCheckHandler(null, permission, 'lab://app', {}));
      }
      granted.push(handlers.setDevicePermissionHandler({ deviceType: 'usb' }));
      let screen: unknown = 'unanswered';
      handlers.setDisplayMediaRequestHandler({}, (streams: unknown) => (screen = streams));
      const allowed = ['clipboard-sanitized-write', 'fullscreen'].map((permission) =>
        handlers.setPermissionCheckHandler(null, permission, 'lab://app', {}),
      );
      return { granted, screen, allowed };
    });
    expect(answers.granted).toEqual(new Array(13).fill(false));
    expect(answers.screen).toBeNull();
    expect(answers.allowed).toEqual([true, true]);
  });

  it('cancels downloads, windows, webviews and redirects away', async () => {
    const prevented = await app.evaluate(({ BrowserWindow, session }) => {
      const event = (url: string) => {
        const made = { url, prevented: false, preventDefault: () => void (made.prevented = true) };
        return made;
      };
      const contents = BrowserWindow.getAllWindows()[0].webContents;
      const ask = (
        emitter: { emit(name: string, ...all: unknown[]): unknown },
        name: string,
        url: string,
      ) => {
        const made = event(url);
        emitter.emit(name, made, {});
        return made.prevented;
      };
      const away = [
        'file:///etc/passwd',
        'https://example.com/',
        'lab://other/',
        'javascript:1',
        'data:,x',
        '',
      ];
      return {
        download: ask(session.defaultSession, 'will-download', ''),
        webview: ask(contents, 'will-attach-webview', ''),
        window: (contents as unknown as { openHandler(details: object): object }).openHandler({
          url: 'lab://app/',
        }),
        away: away.flatMap((url) =>
          ['will-navigate', 'will-frame-navigate', 'will-redirect'].map((name) => ask(contents, name, url)),
        ),
        home: ask(contents, 'will-navigate', 'lab://app/'),
      };
    });
    expect(prevented).toEqual({
      download: true,
      webview: true,
      window: { action: 'deny' },
      away: new Array(18).fill(true),
      home: false,
    });
  });

  it('hands a port to the main frame of its own page only', async () => {
    const handed = await app.evaluate(({ BrowserWindow, ipcMain }) => {
      const sender = BrowserWindow.getAllWindows()[0].webContents;
      const ask = (url: string, isMain: boolean) => {
        let ports = 0;
        const frame = {
          url,
          postMessage: (_c: string, _m: unknown, transfer: unknown[]) => (ports += transfer.length),
        };
        const event = { sender: { mainFrame: isMain ? frame : sender.mainFrame }, senderFrame: frame };
        ipcMain.emit('lab-port', event);
        return ports;
      };
      ipcMain.emit('lab-port', { sender, senderFrame: null });
      return [
        ask('lab://app/', true),
        ask('lab://app/', false),
        ask('https://example.com/', true),
        ask('lab://app.evil/', true),
        ask('lab://user@evil/', true),
        ask('file:///app/', true),
        ask('', true),
      ];
    });
    expect(handed).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it('takes a choice of colours from the main frame of its own page only, and only one that there is', async () => {
    const chosen = await app.evaluate(({ BrowserWindow, ipcMain, nativeTheme }) => {
      const sender = BrowserWindow.getAllWindows()[0].webContents;
      const ask = (choice: unknown, url: string, isMain: boolean) => {
        nativeTheme.themeSource = 'system';
        const frame = { url };
        const event = { sender: { mainFrame: isMain ? frame : sender.mainFrame }, senderFrame: frame };
        ipcMain.emit('theme', event, choice);
        return nativeTheme.themeSource;
      };
      const all = [
        ask('dark', 'lab://app/', true),
        ask('dark', 'lab://app/', false),
        ask('dark', 'https://example.com/', true),
        ask('pink', 'lab://app/', true),
        ask({ toString: () => 'dark' }, 'lab://app/', true),
        ask(undefined, 'lab://app/', true),
      ];
      ask('system', 'lab://app/', true);
      return all;
    });
    expect(chosen).toEqual(['dark', 'system', 'system', 'system', 'system', 'system']);
  });

  it('listens to two messages of the page and to nothing else', async () => {
    expect(await app.evaluate(({ ipcMain }) => (ipcMain as NodeJS.EventEmitter).eventNames())).toEqual([
      'lab-port',
      'theme',
    ]);
  });

  it('has a menu without tools of a developer when packaged, and sends its commands to the page', async () => {
    const labels = await app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()!.items.map(({ label, role }) => label ?? role),
    );
    expect(labels).toEqual(expect.arrayContaining(['&File', '&View']));
  });
});

describe.each([standInElectron, realElectron])('the page [$name]', (kind) => {
  let host: RunningHost | undefined;
  let page: Page;
  beforeAll(async () => {
    if (kind.unavailable) return;
    host = await kind.start();
    page = host.page;
  });
  afterAll(() => host?.close());

  const check = (title: string, test: () => Promise<void>) =>
    it(title, async ({ skip }) => {
      if (kind.unavailable) skip(kind.unavailable);
      await test();
    });

  check('has nothing of Node or Electron', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'global'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
    expect(await page.evaluate(() => Object.keys(window.lossLabHost!))).toEqual([
      'requestPort',
      'chooseTheme',
      'onCommand',
    ]);
  });

  check('runs no script that is not a file of its own', async () => {
    const blocked = await page.evaluate(async () => {
      const violations: string[] = [];
      const told = new Promise((resolve) =>
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (violations.push(effectiveDirective) === 3) resolve(null);
        }),
      );
      const script = document.createElement('script');
      script.textContent = 'window.inline = true';
      document.body.append(script);
      const picture = new Image();
      picture.src = 'https://example.com/x.png';
      const reach = await fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      );
      await told;
      return { violations: violations.sort(), inline: 'inline' in window, reach };
    });
    expect(blocked).toEqual({
      violations: ['connect-src', 'img-src', 'script-src-elem'],
      inline: false,
      reach: 'refused',
    });
  });

  check('stays where it is and opens no window', async () => {
    const before = page.url();
    const program = host!.electron!;
    // Heard after the guard, which was there first.
    const left = await program.evaluateHandle(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0];
      const refused = new Promise<boolean>((resolve) =>
        webContents.once('will-navigate', (event) => resolve(event.defaultPrevented)),
      );
      return { refused };
    });
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    expect(await left.evaluate(({ refused }) => refused)).toBe(true);
    // It comes back when the program has answered it.
    await page.evaluate(() => void window.open('https://example.com/'));
    expect(await program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(page.url()).toBe(before);
  });

  check('is not replaced by a file dropped on it', async () => {
    const before = page.url();
    await host!.dropFiles([fileURLToPath(import.meta.url)]);
    await page
      .getByText(basename(import.meta.url))
      .first()
      .waitFor();
    expect(page.url()).toBe(before);
    expect(await page.evaluate(() => typeof window.lossLabHost)).toBe('object');
  });

  check('gets a new port after a reload', async () => {
    const portArrives = () =>
      page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            addEventListener('message', (event) => event.data === 'lab-port' && resolve(event.ports.length));
            window.lossLabHost!.requestPort();
          }),
      );
    expect(await portArrives()).toBe(1);
    await page.reload();
    expect(await portArrives()).toBe(1);
  });
});

describe('the sources', () => {
  it('load their page by their own scheme and never by file://', () => {
    for (const file of ['index', 'window', 'scheme'])
      expect(readFileSync(`${root}electron/main/${file}.ts`, 'utf8')).not.toMatch(/loadFile|['"]file:/);
  });
});
