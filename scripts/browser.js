import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { reasonIn, runLimited } from './processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const isRoot = process.getuid?.() === 0;

/** What a browser is started with. As root Chromium starts only without its sandbox; tests load our own pages. */
const args = isRoot ? ['--no-sandbox'] : [];

/** Names a found browser to the processes started from here, so that it is looked for once. */
const memory = 'LAB_BROWSER';

/** Every headless shell and browser that Playwright has installed, newest first. */
async function playwrightsOwn() {
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  // …/ms-playwright/chromium-1234/chrome-linux64/chrome: the headless shells stand in folders beside it.
  const store = dirname(dirname(dirname(own)));
  const shells = existsSync(store)
    ? readdirSync(store, { recursive: true, encoding: 'utf8' })
        .filter((path) => /^chromium_headless_shell.*[\\/](chrome-)?headless[-_]shell(\.exe)?$/.test(path))
        .map((path) => join(store, path))
    : [];
  return [...shells.reverse(), own];
}

const installedPlaces = {
  chrome: {
    linux: ['/opt/google/chrome/chrome'],
    darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    win32: ['Google\\Chrome\\Application\\chrome.exe'],
  },
  msedge: {
    linux: ['/opt/microsoft/msedge/msedge'],
    darwin: ['/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    win32: ['Microsoft\\Edge\\Application\\msedge.exe'],
  },
};

function channel(name) {
  const places = installedPlaces[name][process.platform] ?? [];
  if (process.platform !== 'win32') return places;
  const { PROGRAMFILES, LOCALAPPDATA } = process.env;
  const bases = [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter(
    (base) => base !== undefined,
  );
  return bases.flatMap((base) => places.map((place) => join(base, place)));
}

/** Where a browser of the system may be. */
export function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
}

async function afterPlaywrightInstall(note) {
  const seconds = Number(process.env.LAB_BROWSER_TIMEOUT ?? 120);
  process.stderr.write(`Fetching a browser for the tests (once; at most ${seconds} s) …\n`);
  const cli = join(root, 'node_modules/playwright/cli.js');
  const run = await runLimited(process.execPath, [cli, 'install', 'chromium-headless-shell'], { seconds });
  if (run.status !== 0) note(run.timedOut ? `took longer than ${seconds} s` : reasonIn(run.output));
  return playwrightsOwn();
}

async function afterAptInstall(note) {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    note('only as root on Debian');
    return [];
  }
  const seconds = 300;
  const command = ['-o', 'DPkg::Lock::Timeout=60', 'install', '-y', '--no-install-recommends', 'chromium'];
  process.stderr.write('Installing the system’s chromium for the tests …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = await runLimited('apt-get', command, { seconds, env });
  if (run.status !== 0) note(run.timedOut ? `took longer than ${seconds} s` : reasonIn(run.output));
  return onPath();
}

/**
 * Where a browser may be, cheapest first. A source that has to fetch says by `note` what went wrong.
 * @type {[string, (note: (text: string) => void) => string[] | Promise<string[]>][]}
 */
const sources = [
  ['LAB_CHROMIUM', () => [process.env.LAB_CHROMIUM ?? '']],
  ['Playwright’s own', playwrightsOwn],
  ['Chrome', () => channel('chrome')],
  ['Edge', () => channel('msedge')],
  ['chromium on the PATH', onPath],
  ['playwright install chromium-headless-shell', afterPlaywrightInstall],
  ['apt-get install chromium', afterAptInstall],
];

/** Starts a browser and lets it compute: a file that is there may still lack a library. Answers with the failure. */
async function failureOf(executablePath) {
  const { chromium } = await import('playwright');
  let browser;
  try {
    browser = await chromium.launch({ executablePath, args, timeout: 20_000 });
    const page = await browser.newPage();
    return (await page.evaluate(() => 6 * 7)) === 42 ? null : 'it does not compute';
  } catch (error) {
    return reasonIn(String(error.message));
  } finally {
    await browser?.close().catch(() => undefined);
  }
}

/**
 * Finds a Chromium for the tests, proved by a launch.
 * @returns {Promise<{ executablePath: string, args: string[] }>}
 * @throws an error whose message lists everything that was tried
 */
export async function findBrowser() {
  if (process.env[memory]) return { executablePath: process.env[memory], args };
  const tried = [];
  for (const [name, places] of sources) {
    const notes = [];
    const files = [...new Set(await places((text) => notes.push(text)))].filter(existsSync);
    for (const file of files) {
      const failure = await failureOf(file);
      if (failure === null) {
        process.env[memory] = file;
        return { executablePath: file, args };
      }
      notes.push(`${file}: ${failure}`);
    }
    tried.push(`  ${name}: ${notes.join('; ') || 'not there'}`);
  }
  throw new Error(
    `No browser for the tests was found. Tried:\n${tried.join('\n')}\nName one with LAB_CHROMIUM=/path/to/chromium.`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.stdout.write(`${(await findBrowser()).executablePath}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
