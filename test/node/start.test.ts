import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.js';
import { onlyOnLinux } from '../only-where.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loss-lab-start-'));
const isRoot = process.getuid?.() === 0;

beforeAll(() => ensureBuilt().then(() => undefined));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the lab on a machine of a certain kind until it has printed `until`, then presses Ctrl-C. */
async function start(env: Record<string, string>, until: RegExp, ...args: string[]) {
  return startAnd(async () => undefined, env, until, ...args);
}

/** The same, with something done between the two. */
async function startAnd(
  meanwhile: () => Promise<void>,
  env: Record<string, string>,
  until: RegExp,
  ...args: string[]
) {
  const child = spawn(process.execPath, [join(root, 'scripts/start.js'), ...args], {
    cwd: folder,
    // A group of its own, like a terminal's: Ctrl-C reaches all of it.
    detached: true,
    env: {
      ...process.env,
      DISPLAY: undefined,
      WAYLAND_DISPLAY: undefined,
      // No browser is found on this path, so none is opened.
      PATH: folder,
      electron_config_cache: folder,
      ...env,
    },
  });
  let output = '';
  const seen = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
        if (until.test(output)) resolve();
      });
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  await Promise.race([seen, ended]);
  const done = await meanwhile().catch((error: unknown) => error);
  if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT');
  const [status] = await ended;
  if (done) throw done;
  return { output, status };
}

const address = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}/;
/** A machine with a display on which Electron cannot be had: nothing listens on its discard port. */
const withoutElectron = {
  DISPLAY: ':987',
  ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'absent'),
  ELECTRON_MIRROR: 'http://127.0.0.1:9/',
  LAB_ELECTRON_TIMEOUT: '20',
};
/** Ended in order, or by Ctrl-C itself when it comes in the moment between the address and the server's own ear for it. */
const interrupted = [0, 130];
const noStack = (output: string) => expect(output).not.toMatch(/\n\s+at |Error:.*\n.*at /);

describe.runIf(onlyOnLinux('npm start without display or download'))('npm start', () => {
  it('prints the address where there is no display, fetches nothing, and ends with Ctrl-C', async () => {
    const { output, status } = await start({ ELECTRON_OVERRIDE_DIST_PATH: folder }, address);
    expect(output).toMatch(/no display/);
    expect(output).toMatch(address);
    expect(output).not.toMatch(/Fetching/);
    noStack(output);
    expect(interrupted).toContain(status);
  });

  it('says in a paragraph that Electron could not be fetched, and goes on in the browser', async () => {
    const { output, status } = await start(withoutElectron, /No browser could be opened/, '--no-sandbox');
    expect(output).toMatch(/Fetching Electron [\d.]+/);
    expect(output).toMatch(/Electron could not be fetched: .+\.\nThe lab goes on in your browser/);
    expect(output).toMatch(address);
    noStack(output);
    expect(interrupted).toContain(status);
  });

  it('opens the default browser once, under an address that leads to the lab and holds no token', async () => {
    const path = mkdtempSync(join(folder, 'path-'));
    const calls = join(path, 'calls');
    writeFileSync(join(path, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> '${calls}'\n`, {
      mode: 0o755,
    });
    const called = () => readFileSync(calls, 'utf8').trim().split('\n');
    const { output } = await startAnd(
      async () => {
        await expect.poll(called, { timeout: 5000 }).toHaveLength(2);
        const [count, given] = called() as [string, string];
        expect(count).toBe('1');
        expect(given).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?open=[\w-]{22}$/);
        const first = await fetch(given, { redirect: 'manual' });
        expect(first.status).toBe(303);
        const page = await fetch(first.headers.get('location')!);
        expect(await page.text()).toContain('<title>Loss Lab</title>');
        expect((await fetch(given, { redirect: 'manual' })).status).toBe(410);
      },
      { ...withoutElectron, PATH: path },
      address,
      '--no-sandbox',
    );
    expect(called()).toHaveLength(2);
    const token = address.exec(output)![0].split('#')[1];
    expect(called().join()).not.toContain(token);
    expect(output).not.toMatch(/No browser could be opened/);
    noStack(output);
  });

  it('gives a download up that does not end', async () => {
    const { output } = await start(
      {
        DISPLAY: ':987',
        ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'absent'),
        LAB_ELECTRON_TIMEOUT: '0.01',
      },
      address,
      '--no-sandbox',
    );
    expect(output).toContain('the download took longer than 0.01 s');
    expect(output).toMatch(address);
  });

  it('does not switch the sandbox off for root by itself, but says how', async ({ skip }) => {
    if (!isRoot) skip('only root meets this');
    const { output } = await start({ DISPLAY: ':987' }, address);
    expect(output).toContain('npm start -- --no-sandbox');
    expect(output).toMatch(address);
  });

  it('starts Electron with the folder of the lab, and passes its exit status on', async () => {
    const electron = join(folder, 'electron');
    writeFileSync(electron, '#!/bin/sh\necho "electron was given $1"\nexit 0\n');
    chmodSync(electron, 0o755);
    const { output, status } = await start(
      { DISPLAY: ':987', ELECTRON_OVERRIDE_DIST_PATH: folder },
      address,
      '--no-sandbox',
    );
    expect(output).toContain(`electron was given ${root}`);
    expect(output).not.toMatch(address);
    expect(status).toBe(0);
  });

  it('falls back to the browser when Electron gives up at once', async () => {
    const electron = join(folder, 'electron');
    writeFileSync(electron, '#!/bin/sh\necho "libnss3.so: cannot open shared object file" >&2\nexit 127\n');
    chmodSync(electron, 0o755);
    const { output } = await start(
      { DISPLAY: ':987', ELECTRON_OVERRIDE_DIST_PATH: folder },
      address,
      '--no-sandbox',
    );
    expect(output).toContain('libnss3.so');
    expect(output).toContain('Electron could not start on this machine (exit status 127');
    expect(output).toMatch(address);
  });
});
