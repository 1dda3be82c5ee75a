import type Electron from 'electron';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../core/experiments/default-experiment.ts';
import { standInElectron, type DesktopHost, type DesktopStart } from '../e2e/hosts.ts';

/** What the stand-in was told, and the machine as it tells of it. */
interface StandIn {
  calls: { name: string; args: unknown[] }[];
  machine: {
    onBattery: boolean;
    clipboard: string;
    notifications: { options: { title: string; body: string }; emit(name: string): void }[];
  };
}
type Told = typeof Electron & { standIn: StandIn };

const { unavailable } = standInElectron;

describe.skipIf(unavailable !== null)('what the program asks of the system [stand-in]', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-system-'));
  let host: DesktopHost;
  afterEach(() => host?.close().catch(() => undefined));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const id = (name: string) => host.page.getByTestId(name);
  const open = async (start?: DesktopStart) => {
    host = await standInElectron.open(start);
    // In a narrow window the settings are hidden.
    await id('corpus-name').waitFor({ state: 'attached' });
  };
  /** Does something in the program. */
  const inside = <T, Argument>(
    work: (told: Told, argument: Argument) => T,
    argument?: Argument,
  ): Promise<T> => host.electron.evaluate(work as never, argument as never);
  /** The arguments of each call of a name so far. */
  const calls = (name: string): Promise<unknown[][]> =>
    inside(
      ({ standIn }, asked: string) =>
        standIn.calls
          .filter((call) => call.name === asked)
          .map(({ args }) =>
            args.map((each) => (typeof each === 'object' ? JSON.parse(JSON.stringify(each)) : each)),
          ),
      name,
    );
  const click = (...labels: string[]) =>
    inside(({ Menu }, path: string[]) => {
      let items = Menu.getApplicationMenu()!.items;
      for (const label of path.slice(0, -1))
        items = items.find((item) => item.label.replaceAll('&', '') === label)!.submenu!.items;
      items.find((item) => item.label.replaceAll('&', '') === path.at(-1))!.click();
    }, labels);
  const emit = (part: 'powerMonitor' | 'app' | 'window' | 'contents', event: string, ...all: unknown[]) =>
    inside(
      (told, asked: [typeof part, string, unknown[]]) => {
        const [holder, name, args] = asked;
        const [window] = told.BrowserWindow.getAllWindows();
        const holders = {
          powerMonitor: told.powerMonitor,
          app: told.app,
          window,
          contents: window.webContents,
        };
        const given = { defaultPrevented: false, preventDefault: () => void (given.defaultPrevented = true) };
        (holders[holder] as NodeJS.EventEmitter).emit(name, given, ...args);
        return given.defaultPrevented;
      },
      [part, event, all] as [typeof part, string, unknown[]],
    );
  /** Message boxes since the start, as people read them. */
  const boxes = async () =>
    (await calls('dialog.showMessageBox')).map((args) => {
      const { message, detail, buttons } = args.at(-1) as Electron.MessageBoxOptions;
      return `${message} ${detail} [${buttons!.join(' | ')}]`;
    });

  /** A saved experiment of so many steps. */
  function saved(steps: number): string {
    const file = join(folder, 'x.losslab');
    writeFileSync(file, JSON.stringify({ ...defaultExperiment(), name: 'Overnight', seeds: [1], steps }));
    return file;
  }

  /** Trains the experiment that was double-clicked. */
  async function train(): Promise<void> {
    await expect.poll(() => host.page.getByLabel('Name of the comparison').inputValue()).toBe('Overnight');
    await click('Experiment', 'Run or Pause');
    await id('pause-button').waitFor();
  }

  it('starts in the order that Electron asks for, and comes to the front when it is started again', async () => {
    await open();
    await expect.poll(() => calls('webContents.setZoomLevel')).toEqual([[0]]);
    const order = [
      'app.requestSingleInstanceLock',
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'app.whenReady',
      'session.setPermissionRequestHandler',
      'protocol.handle',
      'app.getPath',
      'Menu.buildFromTemplate',
      'Menu.setApplicationMenu',
      'screen.getAllDisplays',
      'window.loadURL',
      'window.show',
    ];
    const names = await inside(({ standIn }) => standIn.calls.map(({ name }) => name));
    expect([...new Set(names)].filter((name) => order.includes(name))).toEqual(order);
    const heard = await inside(({ app, BrowserWindow }) => [
      ...(app as NodeJS.EventEmitter).eventNames(),
      ...BrowserWindow.getAllWindows()[0].eventNames(),
    ]);
    expect(heard).toEqual(
      expect.arrayContaining([
        'second-instance',
        'web-contents-created',
        'browser-window-created',
        'move',
        'resize',
      ]),
    );
    await inside(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].minimize());
    expect(await host.startAgain([], folder)).toBe(0);
    await expect.poll(() => calls('window.restore')).toHaveLength(1);
    expect(await inside(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.isMinimized())).toBe(false);
    expect((await calls('window.focus')).length).toBeGreaterThan(0);
    // Commands of the menu reach the page by 'host-command'.
    await click('Help', 'Glossary');
    await id('help-glossary').waitFor();
    // What is done on Windows alone, where the stand-in does not run.
    expect(await calls('app.setAppUserModelId')).toEqual([]);
  });

  it('keeps the system awake while it trains, on battery only if asked, and rests over its sleep', async () => {
    await open({ args: [saved(100_000)] });
    await train();
    const held = async () =>
      (await calls('powerSaveBlocker.start')).length - (await calls('powerSaveBlocker.stop')).length;
    await expect.poll(held).toBe(1);
    expect(await calls('powerSaveBlocker.start')).toEqual([['prevent-app-suspension']]);
    await inside(({ standIn }) => void (standIn.machine.onBattery = true));
    await emit('powerMonitor', 'on-battery');
    expect(await held()).toBe(0);
    expect((await calls('powerMonitor.isOnBatteryPower')).length).toBeGreaterThan(0);
    await click('Experiment', 'Stay Awake on Battery While Training');
    expect(await held()).toBe(1);
    await click('Experiment', 'Stay Awake on Battery While Training');
    expect(await held()).toBe(0);
    await inside(({ standIn }) => void (standIn.machine.onBattery = false));
    await emit('powerMonitor', 'on-ac');
    expect(await held()).toBe(1);

    await emit('powerMonitor', 'suspend');
    await id('run-button').waitFor();
    await expect.poll(held).toBe(0);
    await emit('powerMonitor', 'resume');
    await id('pause-button').waitFor();
    await expect.poll(held).toBe(1);
    // What the user has paused stays so.
    await click('Experiment', 'Run or Pause');
    await id('run-button').waitFor();
    await emit('powerMonitor', 'suspend');
    await emit('powerMonitor', 'resume');
    await expect.poll(held).toBe(0);
    expect(await id('run-button').count()).toBe(1);
    expect((await calls('window.setProgressBar')).at(-1)[1]).toEqual({ mode: 'paused' });
    expect(await boxes()).toEqual([]);
  });

  it('shows how far training is, lists what is kept, and says in the background that a long one has ended', async () => {
    // The lists of Windows and macOS, which this system does not have.
    const profile = join(folder, 'lists');
    await open({ profile, args: [saved(300)] });
    await inside((told) => {
      Object.defineProperty(process, 'platform', { value: 'win32' });
      const setMenu = (menu: Electron.Menu) =>
        void told.standIn.calls.push({ name: 'dock.setMenu', args: [menu.items.map(({ label }) => label)] });
      Object.assign(told.app, { dock: { setMenu } });
    });
    await train();
    await inside(({ BrowserWindow }) => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + 61_000;
      BrowserWindow.getAllWindows()[0].blur();
    });
    await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/finished/i);
    const bars = (await calls('window.setProgressBar')).map(([share]) => share as number);
    expect(bars.some((share) => share > 0 && share < 1)).toBe(true);
    expect([...bars.slice(0, -1)].sort((a, b) => a - b)).toEqual(bars.slice(0, -1));
    expect(bars.at(-1)).toBe(-1);

    const told = () => inside(({ standIn }) => standIn.machine.notifications.map(({ options }) => options));
    await expect.poll(told).toHaveLength(1);
    expect((await told())[0].title).toBe('Overnight has ended');
    await inside(({ standIn }) => standIn.machine.notifications[0].emit('click'));
    expect((await calls('window.focus')).length).toBeGreaterThan(0);

    await expect.poll(() => calls('app.setJumpList')).not.toEqual([]);
    const [kept] = readdirSync(join(profile, 'library')).filter((name) => /^\d/.test(name));
    const [[categories]] = (await calls('app.setJumpList')).slice(-1) as [[Electron.JumpListCategory[]]];
    expect(categories.map(({ type, name }) => name ?? type)).toEqual(['Experiments', 'recent']);
    const [item] = categories[0].items!;
    expect(item).toMatchObject({ type: 'task', title: expect.stringContaining('Overnight · ') as string });
    expect(item.args!.endsWith(` "--kept=${kept}"`)).toBe(true);
    expect((await calls('app.getJumpListSettings')).length).toBeGreaterThan(0);
    expect((await calls('dock.setMenu')).at(-1)).toEqual([[item.title]]);
  });

  it('answers in words when page, helpers or window fail, and loads the page again', async () => {
    await open();
    await emit('contents', 'render-process-gone', { reason: 'oom', exitCode: 5 });
    await expect
      .poll(boxes)
      .toEqual([
        'The window’s page has ended: it ran out of memory. It was loaded again. Training goes on in the background, and what was computed is kept. [OK]',
      ]);
    expect(await calls('webContents.reload')).toHaveLength(1);
    await emit('contents', 'render-process-gone', { reason: 'crashed', exitCode: 5 });
    await expect
      .poll(async () => (await boxes()).at(-1))
      .toMatch(/it crashed.*second time.*\[Load Again \| Quit\]/);
    await expect.poll(() => calls('webContents.reload')).toHaveLength(2);
    await emit('contents', 'render-process-gone', { reason: 'clean-exit', exitCode: 0 });
    for (let i = 0; i < 2; i++)
      await emit('app', 'child-process-gone', { type: 'GPU', reason: 'crashed', exitCode: 1 });
    await expect.poll(boxes).toHaveLength(3);
    expect((await boxes()).at(-1)).toMatch(/helper of the window has ended \(GPU\): it crashed/);

    const asked = await inside(({ dialog, BrowserWindow }) => {
      let answer = (_: { response: number; checkboxChecked: boolean }): void => undefined;
      const said: { signal?: AbortSignal }[] = [];
      dialog.showMessageBox = (...all: unknown[]) => {
        said.push(all.at(-1) as { signal?: AbortSignal });
        return new Promise((resolve) => (answer = resolve));
      };
      const [window] = BrowserWindow.getAllWindows();
      window.emit('unresponsive');
      window.emit('unresponsive');
      const before = said[0].signal!.aborted;
      window.emit('responsive');
      const after = said[0].signal!.aborted;
      answer({ response: 0, checkboxChecked: false });
      return new Promise<object>((resolve) =>
        setImmediate(() => {
          window.emit('unresponsive');
          answer({ response: 1, checkboxChecked: false });
          setImmediate(() => resolve({ asked: said.length, before, after }));
        }),
      );
    });
    expect(asked).toEqual({ asked: 2, before: false, after: true });
    await expect.poll(() => calls('webContents.forcefullyCrashRenderer')).toHaveLength(1);
  });

  it('copies what a report of a problem needs, and nothing of the user', async () => {
    const file = join(folder, 'a secret name.losslab');
    writeFileSync(file, '{');
    await open({ args: [file] });
    await expect.poll(boxes).toHaveLength(1);
    await click('Help', 'Report a Problem…');
    await expect.poll(boxes).toHaveLength(2);
    const text = await inside(({ standIn }) => standIn.machine.clipboard);
    expect(text).toMatch(
      /^Loss Lab \d+\.\d+\.\d+, from a checkout\nElectron .+, Node .+\n.+ cores, .+ GiB\n/,
    );
    expect(text).toMatch(/Last error: \S+ file-not-read\n/);
    expect(text).not.toContain('secret');
    expect(await calls('clipboard.writeText')).toEqual([[text]]);
    await click('Help', 'Guide');
    await expect.poll(() => calls('shell.openPath')).toEqual([[expect.stringMatching(/guide/)]]);
    expect(existsSync((await calls('shell.openPath'))[0][0] as string)).toBe(true);
    expect(await calls('shell.openExternal')).toEqual([]);
    expect(await calls('app.setAboutPanelOptions')).toHaveLength(1);
  });

  it('takes a file that macOS names before the program is ready, and later ones, and lists them as used', async () => {
    const file = join(folder, 'early.losslab');
    writeFileSync(file, JSON.stringify({ ...defaultExperiment(), name: 'Early' }));
    await open({ args: [`--stand-in-open-file=${file}`] });
    const name = () => host.page.getByLabel('Name of the comparison').inputValue();
    await expect.poll(name).toBe('Early');
    const later = join(folder, 'later.losslab');
    writeFileSync(later, JSON.stringify({ ...defaultExperiment(), name: 'Later' }));
    expect(await emit('app', 'open-file', later)).toBe(true);
    await expect.poll(name).toBe('Later');
    expect(await calls('app.addRecentDocument')).toEqual([[file], [later]]);
    // Several at once come one by one: the first is opened, the others are named.
    await inside(
      ({ app }, paths: string[]) => {
        for (const path of paths) app.emit('open-file', { preventDefault: () => undefined }, path);
      },
      [file, later],
    );
    await expect.poll(name).toBe('Early');
    await click('File', 'Open Recent', 'Clear Recent');
    expect(await calls('app.clearRecentDocuments')).toHaveLength(1);
  });

  it('opens where it was left, or where it can be seen', async () => {
    const profile = join(folder, 'places');
    const remembered = () => JSON.parse(readFileSync(join(profile, 'window.json'), 'utf8'));
    const options = () =>
      inside(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows() as unknown as {
          options: Electron.BrowserWindowConstructorOptions;
        }[];
        const { x, y, width, height } = window.options;
        return { x, y, width, height };
      });
    const bounds = { x: 200, y: 100, width: 1000, height: 700 };
    await open({ profile });
    expect(await options()).toMatchObject({ width: 1440, height: 900 });
    await inside(({ BrowserWindow }, place: Electron.Rectangle) => {
      const [window] = BrowserWindow.getAllWindows();
      window.setBounds(place);
      window.maximize();
      window.setFullScreen(true);
    }, bounds);
    await host.quit();
    expect(remembered()).toMatchObject({ bounds, maximised: true, fullScreen: true });

    await open({ profile });
    expect(await options()).toEqual(bounds);
    expect(await calls('window.maximize')).toHaveLength(1);
    expect(await calls('window.setFullScreen')).toEqual([[true]]);
    expect(await calls('screen.getAllDisplays')).toHaveLength(1);
    await inside(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window.setFullScreen(false);
      window.unmaximize();
      window.setBounds({ x: -3000, y: 100 });
    });
    await host.quit();
    expect(remembered()).toMatchObject({ maximised: false, fullScreen: false });
    await open({ profile });
    expect(await options()).toMatchObject({ width: 1000, height: 700 });
    expect((await options()).x).toBeUndefined();
  });
});

describe.skipIf(unavailable !== null)('how the program ends [stand-in]', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-endings-'));
  let host: DesktopHost;
  afterEach(() => host?.close().catch(() => undefined));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts on a system, does something, and answers with the events of the end, in their order. */
  async function ending(platform: string, work: (told: Told) => unknown): Promise<string[]> {
    const file = join(folder, `${platform}-${readdirSync(folder).length}.txt`);
    host = await standInElectron.open();
    await host.page.getByTestId('corpus-name').waitFor();
    await host.electron.evaluate(
      ({ app, BrowserWindow }, [system, path]) => {
        Object.defineProperty(process, 'platform', { value: system });
        const { appendFileSync } = process.getBuiltinModule('node:fs');
        const note = (name: string) => () => appendFileSync(path, `${name}\n`);
        BrowserWindow.getAllWindows()[0].on('closed', note('closed'));
        for (const name of ['window-all-closed', 'before-quit', 'will-quit', 'quit'])
          (app as NodeJS.EventEmitter).prependListener(name, note(name));
      },
      [platform, file],
    );
    await host.electron.evaluate(work as never).catch(() => undefined);
    const read = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
    await expect.poll(read).not.toEqual([]);
    // Where a disk or a thread does not answer the program goes after ten seconds, and a box that says so.
    if (platform !== 'darwin') await expect.poll(read, { timeout: 30_000 }).toContain('quit');
    return read();
  }

  it('with its last window, on Windows and Linux: what trained is kept before it goes', async () => {
    // The first `will-quit` waits until all is kept; the second lets the program go.
    const order = [
      'closed',
      'window-all-closed',
      'before-quit',
      'will-quit',
      'before-quit',
      'will-quit',
      'quit',
    ];
    for (const system of ['linux', 'win32'])
      expect(await ending(system, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close())).toEqual(
        order,
      );
  });

  it('not with its window on macOS, where a click on the dock opens it again; quitting closes it first', async () => {
    expect(await ending('darwin', ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close())).toEqual([
      'closed',
      'window-all-closed',
    ]);
    const windows = await host.electron.evaluate(({ app, BrowserWindow }) => {
      app.emit('activate', {}, false);
      return BrowserWindow.getAllWindows().length;
    });
    expect(windows).toBe(1);
    await host.close();
    const order = ['before-quit', 'closed', 'will-quit', 'before-quit', 'will-quit', 'quit'];
    expect(await ending('linux', ({ app }) => app.quit())).toEqual(order);
  });

  it('when the system goes down: at once where it waits, and with all written where it does not', async () => {
    const shutdown = ({ powerMonitor }: Told) =>
      void powerMonitor.emit('shutdown', { preventDefault: () => undefined });
    expect((await ending('linux', shutdown)).slice(0, 2)).toEqual(['before-quit', 'closed']);
    await host.close();
    // Windows asks, and is answered that there is something to write.
    const asked = ({ BrowserWindow }: Told) => {
      BrowserWindow.getAllWindows()[0].emit('query-session-end', { preventDefault: () => undefined });
    };
    expect((await ending('win32', asked)).slice(0, 3)).toEqual(['before-quit', 'closed', 'will-quit']);

    const profile = join(folder, 'profile');
    host = await standInElectron.open({ profile });
    await host.page.getByTestId('corpus-name').waitFor();
    await host.electron.evaluate(({ BrowserWindow, nativeTheme }) => {
      nativeTheme.themeSource = 'light';
      const [window] = BrowserWindow.getAllWindows();
      window.setBounds({ x: 7, y: 7 });
      window.emit('session-end', { reasons: ['shutdown'] });
    });
    await expect.poll(() => existsSync(join(profile, 'window.json'))).toBe(true);
  });
});
