import { listPackage, statFile } from '@electron/asar';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../core/reports/data/json.ts';
import { set } from '../e2e/actions.ts';
import { packed, type RunningHost } from '../e2e/hosts.ts';
import { packedProgram, type PackedProgram } from './packed-program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(path, 'utf8');

if (packed.unavailable) process.stderr.write(`Not tried on the packed program: ${packed.unavailable}.\n`);

describe.skipIf(packed.unavailable !== null)('the packed program', () => {
  let program: PackedProgram;
  beforeAll(async () => {
    program = await packedProgram();
  });

  /** Every file that Electron shows in the archive, and whether it lies beside it. */
  function shown(): { path: string; beside: boolean }[] {
    const archive = join(program.resources, 'app.asar');
    return listPackage(archive, { isPack: false })
      .map((path) => path.replaceAll('\\', '/').slice(1))
      .map((path) => ({ path, entry: statFile(archive, path) }))
      .filter(({ entry }) => !('files' in entry))
      .map(({ path, entry }) => ({ path, beside: 'unpacked' in entry && Boolean(entry.unpacked) }));
  }
  /** Every file of ours: the archive and what lies beside it. */
  const packedFiles = () =>
    readdirSync(program.resources, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => relative(program.resources, file).startsWith('app.asar'));
  const beside = (path: string) => join(program.resources, 'app.asar.unpacked', path);

  describe('its files', () => {
    it('are the window’s program in an archive, and beside it what threads load', () => {
      const files = shown();
      const inArchive = files.filter((file) => !file.beside).map(({ path }) => path);
      expect(inArchive).toEqual(
        expect.arrayContaining(['package.json', 'main/index.js', 'preload/index.cjs', 'renderer/index.html']),
      );
      expect(
        inArchive.filter((path) => !/^(renderer\/|package\.json|main\/index|preload)/.test(path)),
      ).toEqual([]);
      const built = readdirSync(join(root, 'out/main')).filter((name) => name.endsWith('-thread.js'));
      expect(built.length).toBeGreaterThan(5);
      for (const name of built) expect(existsSync(beside(`main/${name}`)), name).toBe(true);
      for (const { path } of files.filter((file) => file.beside))
        expect(existsSync(beside(path)), path).toBe(true);
      expect(files.map(({ path }) => path)).not.toContain('main/cli.js');
    });

    it('lack nothing: whatever a thread loads lies beside it, as a module', () => {
      const folder = beside('main');
      expect(JSON.parse(read(join(folder, 'package.json')))).toEqual({ type: 'module' });
      for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
        const text = read(join(folder, name));
        for (const [, needed] of text.matchAll(/(?:from|import)\s*\(?\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
          expect(existsSync(join(folder, needed)), `${name} loads ${needed}`).toBe(true);
      }
    });

    it('name no place of the machine they were made on', () => {
      const places = [root, process.execPath];
      const files = packedFiles();
      const naming = files.filter((file) => places.some((place) => readFileSync(file).includes(place)));
      expect(naming).toEqual([]);
    });

    it('hold the licence of every package that is in them', () => {
      const { dependencies } = JSON.parse(read(join(root, 'package.json'))) as { dependencies: object };
      const text = read(beside('licences/licences.txt'));
      const missing = [...Object.keys(dependencies), 'svelte', 'assemblyscript'].filter(
        (name) => !text.includes(`\n${name} `),
      );
      expect(missing).toEqual([]);
    });

    it('take at most 6.5 MB without Electron', () => {
      const bytes = packedFiles().reduce((sum, file) => sum + statSync(file).size, 0);
      expect(bytes).toBeLessThan(6.5e6);
    });
  });

  it('starts, trains and ends as users start it, without a debugger', async () => {
    const smoke = join(root, 'scripts/smoke.js');
    const { stdout } = await promisify(execFile)(process.execPath, [smoke, program.executable]);
    expect(stdout).toMatch(/^window .*\nexperiment .*\ntrains .*\nended with status 0/);
  });

  describe('started where no checkout is', () => {
    let host: RunningHost;
    const id = (name: string) => host.page.getByTestId(name);
    const folder = mkdtempSync(join(tmpdir(), 'loss-lab-packed-files-'));
    beforeAll(async () => {
      host = await packed.start();
    });
    afterAll(() => host?.close());

    it('sees nothing of the checkout', async ({ skip }) => {
      if (!program.hidden) skip('unshare --mount is not to be had here, or LAB_PACKED names a program');
      const seen = await host.electron!.evaluate(
        (_electron, path) => process.getBuiltinModule('node:fs').readdirSync(path),
        root,
      );
      expect(seen).toEqual([]);
    });

    it('shows guide and licences as files that other programs can read', async () => {
      const shown = await host.electron!.evaluate(async ({ Menu, shell }) => {
        const paths: string[] = [];
        shell.openPath = (path) => {
          paths.push(path);
          return Promise.resolve('');
        };
        const help = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&Help')!.submenu!;
        for (const item of help.items) if (/guide|licen/i.test(item.label.replace('&', ''))) item.click();
        return paths;
      });
      expect(shown).toHaveLength(3);
      for (const path of shown) expect(statSync(path).isFile(), path).toBe(true);
    });

    it('trains four arms on a text that is dropped, and exports the report', async () => {
      const text = join(folder, 'dropped.txt');
      writeFileSync(text, 'What is packed is what is run. '.repeat(300));
      await host.dropFiles([text]);
      await expect.poll(() => id('corpus-name').innerText()).toContain('dropped.txt');
      await set(host.page, 'Hidden units H', 8);
      await set(host.page, 'Paired seeds', 1);
      await set(host.page, 'Steps', 60);
      await host.page.getByText(/of 60 steps$/).waitFor();
      await id('run-button').click();
      await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/finished/i);
      await id('export-menu').click();
      const report = parseReport(read(await host.exportFile('export-json', folder)));
      expect(report.runs.map((run) => run.evaluations.at(-1)!.step)).toEqual([60, 60, 60, 60]);
      expect(host.errors).toEqual([]);
    });
  });
});
