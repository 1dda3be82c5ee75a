import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, chromium, type Download, type ElectronApplication, type Page } from 'playwright';
import { findBrowser } from '../../scripts/browser.js';
import { ensureBuilt } from '../../scripts/build.js';
import { electronBinary } from '../../scripts/electron.js';
import { packedProgram } from '../electron/packed-program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One running lab with its screen open. */
export interface RunningHost {
  readonly name: string;
  readonly page: Page;
  /** The desktop program, for its dialogs and menu; null in a browser. */
  readonly electron: ElectronApplication | null;
  /** Errors of the page so far: thrown, or written to its console. */
  readonly errors: string[];
  /** Drops files of this machine on an element (default: the middle of the window), as the system does. */
  dropFiles(paths: readonly string[], selector?: string): Promise<void>;
  /**
   * Clicks what has a test id and answers with the file that this writes into a folder, or downloads. Of several files,
   * which come in no certain order, it is the one of a name.
   */
  exportFile(testId: string, folder: string, named?: string): Promise<string>;
  /** Ends the lab under the open screen; only where it is a program of its own. */
  endLab(): Promise<void>;
  /** The same as a crash would: by SIGKILL. */
  killLab(): Promise<void>;
  close(): Promise<void>;
}

/** A kind of host. `unavailable` says why it cannot run here, in words for the report of the tests. */
export interface HostKind {
  readonly name: string;
  readonly unavailable: string | null;
  start(): Promise<RunningHost>;
}

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** Drops by the browser's own input: events are trusted and files have their real contents. */
function dropper(page: Page): RunningHost['dropFiles'] {
  return async (paths, selector) => {
    const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const box = selector ? await page.locator(selector).boundingBox() : { x: 0, y: 0, ...size };
    if (!box) throw new Error(`There is nothing to drop on at ${selector}.`);
    const session = await page.context().newCDPSession(page);
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, ...place, data });
    await session.detach();
  };
}

/** The address a serving command line prints. */
async function addressFrom(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (data) => {
        text += data;
        const found = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(text);
        if (found) resolve(found[0]);
      });
    child.once('exit', (status) => reject(new Error(`serve ended with status ${status}:\n${text}`)));
  });
}

/** What a window remembers of one who knows the lab: every part open, no hints. */
const everythingOpen = JSON.stringify({
  width: 292,
  panel: { wide: true, narrow: true },
  closed: [],
  hintsClosed: [1, 2, 3],
});

/** How `serve` is started: further arguments, and what differs in its environment. */
interface Serving {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The window remembers nothing, as on the first start. */
  readonly firstStart?: boolean;
}

async function launchBrowserMode({
  args: more = [],
  env = {},
  firstStart = false,
}: Serving = {}): Promise<RunningHost> {
  const library = mkdtempSync(join(tmpdir(), 'loss-lab-library-'));
  await ensureBuilt();
  const { executablePath, args } = await findBrowser();
  const server = spawn(process.execPath, [join(root, 'bin/loss-lab.js'), 'serve', ...more], {
    stdio: 'pipe',
    env: { ...process.env, LOSS_LAB_LIBRARY: library, ...env },
  });
  const ended = once(server, 'exit');
  try {
    const url = await addressFrom(server);
    const browser = await chromium.launch({ executablePath, args });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    if (!firstStart)
      await context.addInitScript((layout) => {
        localStorage['loss-lab-layout'] ??= layout;
      }, everythingOpen);
    const page = await context.newPage();
    const errors = errorsOf(page);
    await page.goto(url);
    return {
      name: 'browser',
      page,
      electron: null,
      errors,
      dropFiles: dropper(page),
      exportFile: async (testId, folder, named) => {
        const isAsked = (download: Download) => named === undefined || download.suggestedFilename() === named;
        const [download] = await Promise.all([
          page.waitForEvent('download', isAsked),
          page.getByTestId(testId).click(),
        ]);
        const file = join(folder, download.suggestedFilename());
        await download.saveAs(file);
        return file;
      },
      endLab: async () => {
        server.kill('SIGINT');
        await ended;
      },
      killLab: async () => {
        server.kill('SIGKILL');
        await ended;
      },
      close: async () => {
        await browser.close();
        server.kill('SIGINT');
        await ended;
        rmSync(library, { recursive: true, force: true });
      },
    };
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
}

/** Opens what a first start leaves closed, by hand: the window was there before a script could be put into it. */
async function openEverything(page: Page): Promise<void> {
  await page.getByTestId('part-model').waitFor();
  for (const part of ['rates', 'model']) {
    const button = page.getByTestId(`part-${part}`);
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  }
  for (const number of [3, 2, 1]) await page.getByTestId(`close-hint-${number}`).click();
}

/** How the desktop program is started. */
export interface DesktopStart {
  /** Beside its own: files, addresses, options. */
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Folder of what it remembers, which stays; without it one that goes with the program. */
  readonly profile?: string;
}

/** One of the program's executables: real, stand-in or packed. Nothing else differs. */
interface Executable {
  readonly path: string;
  /** The folder of the program, for an executable that does not bring it with it. */
  readonly program?: string;
}

/** The desktop program with its window open. */
export interface DesktopHost extends RunningHost {
  readonly electron: ElectronApplication;
  /** Starts the program once more, as a user does while it runs, and waits for that start's end. Answers with its status. */
  startAgain(args: readonly string[], cwd: string): Promise<number | null>;
  /** Quits as the menu does, and waits for the end. */
  quit(): Promise<void>;
}

/** Launches the desktop program as it starts for a user. */
async function launchElectron(
  name: string,
  { path, program }: Executable,
  { args = [], cwd = program ?? tmpdir(), profile: kept }: DesktopStart = {},
): Promise<DesktopHost> {
  if (program) await ensureBuilt();
  await findBrowser();
  // A profile of its own: the lock of a lab that is in use on this machine must not end this one.
  const profile = kept ?? mkdtempSync(join(tmpdir(), 'loss-lab-electron-'));
  const own = [...(program ? [program] : []), `--user-data-dir=${profile}`];
  const env = {
    ...(process.env as Record<string, string>),
    LOSS_LAB_LIBRARY: join(profile, 'library'),
    LOSS_LAB_CONFIG: join(profile, 'config'),
  };
  // As root a real Electron starts only without its sandbox; the stand-in is told nothing of it.
  const chromiumSandbox = process.getuid?.() !== 0 || name !== 'electron';
  const electron = await _electron.launch({
    ...{ executablePath: path, args: [...own, ...args], cwd, env, chromiumSandbox },
  });
  const page = await electron.firstWindow();
  const errors = errorsOf(page);
  // A window shows an empty page before it shows ours.
  await page.waitForURL((url) => url.protocol !== 'about:');
  return {
    name,
    page,
    electron,
    errors,
    dropFiles: dropper(page),
    exportFile: async (testId, folder, named) => {
      mkdirSync(folder, { recursive: true });
      const before = new Set(readdirSync(folder));
      await electron.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      }, folder);
      await page.getByTestId(testId).click();
      return newFile(folder, before, named);
    },
    endLab: () => Promise.reject(new Error('The lab is part of the desktop program.')),
    killLab: () => Promise.reject(new Error('The lab is part of the desktop program.')),
    startAgain: async (more, from) => {
      const again = spawn(path, [...own, ...more], { cwd: from, env, stdio: 'ignore' });
      const [status] = (await once(again, 'exit')) as [number | null];
      return status;
    },
    quit: async () => {
      const ended = once(electron.process(), 'exit');
      await electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
      await ended;
    },
    close: async () => {
      await electron.close();
      if (kept === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The file that appears in a folder. Files are moved in whole, under a name of their own until then. */
async function newFile(folder: string, before: ReadonlySet<string>, named?: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const isAsked = (name: string) =>
      named === undefined ? !before.has(name) && !name.startsWith('.') : name === named;
    const name = readdirSync(folder).find(isAsked);
    if (name && existsSync(join(folder, name))) return join(folder, name);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No file appeared in ${folder}.`);
}

const real = electronBinary();
const noDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

/**
 * What is not about the first click begins with the experiment of a command: one rate for all, so that training begins at
 * once.
 */
async function atOneRate(starting: Promise<RunningHost>): Promise<RunningHost> {
  const host = await starting;
  const { page } = host;
  await page.getByTestId('corpus-name').waitFor();
  await page.getByLabel('Policy', { exact: true }).selectOption('same');
  await page.getByLabel('η of all output layers', { exact: true }).waitFor();
  const steps = page.getByLabel('Steps', { exact: true });
  await steps.fill('600');
  await steps.press('Enter');
  await page.getByText(/of 600 steps$/).waitFor();
  return host;
}

export const browserMode = {
  name: 'browser',
  unavailable: null,
  start: (serving?: Serving) => atOneRate(launchBrowserMode(serving)),
} satisfies HostKind;

/** The window as somebody finds it who opens it for the first time. */
export const firstWindow = {
  name: 'browser, first start',
  unavailable: null,
  start: launchBrowserMode,
} satisfies HostKind;

/** A kind of desktop program: `open` as it starts for a user, `start` with everything open and one rate for all. */
interface DesktopKind extends HostKind {
  open(start?: DesktopStart): Promise<DesktopHost>;
}

function desktopKind(
  name: string,
  unavailable: string | null,
  executable: () => Executable | Promise<Executable>,
): DesktopKind {
  const open = async (start?: DesktopStart) => launchElectron(name, await executable(), start);
  const start = async () => {
    const host = await open();
    await openEverything(host.page);
    return atOneRate(Promise.resolve<RunningHost>(host));
  };
  return { name, unavailable, open, start };
}

const noScripts = process.platform === 'win32' ? 'Windows starts no scripts as programs' : null;

export const standInElectron = desktopKind('electron (stand-in)', noScripts, () => ({
  path: join(root, 'test/stand-in/electron.js'),
  program: root,
}));

export const realElectron = desktopKind(
  'electron',
  !real
    ? 'Electron’s binary is not here (npm start fetches it)'
    : noDisplay
      ? 'there is no display for Electron’s window'
      : null,
  () => ({ path: real!, program: root }),
);

if (process.env['LAB_REQUIRE_ELECTRON'] && realElectron.unavailable)
  throw new Error(`Electron is required here: ${realElectron.unavailable}.`);

/** The program as it is packed: around the stand-in, or the one that `LAB_PACKED` names. Started where no checkout is. */
export const packed = desktopKind(
  'electron, packed',
  process.env['LAB_PACKED'] ? null : noScripts,
  async () => ({ path: (await packedProgram()).secluded }),
);

/** What the specs of the desktop program are tried on: as users have it, and where real Electron is, from here too. */
export const desktopKinds: readonly DesktopKind[] = [packed, realElectron];

/** The hosts that run here; for each of the others its reason is printed. */
export async function launchHosts(): Promise<HostKind[]> {
  const kinds = [browserMode, standInElectron, realElectron];
  for (const { name, unavailable } of kinds)
    if (unavailable) process.stderr.write(`Not tried on ${name}: ${unavailable}.\n`);
  return kinds.filter(({ unavailable }) => unavailable === null);
}
