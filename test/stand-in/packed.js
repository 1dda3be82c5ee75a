/**
 * The stand-in as the executable of a packed program. Node reads no asar, so what Electron shows of the archive is laid
 * out in a folder of its name, with what lies beside the archive beside it. Programs of threads are left out of it:
 * in a thread nobody reads into archives, and one that is started from inside shall not pass here.
 */
import { extractAll } from '@electron/asar';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath } from '../../scripts/browser.js';

const folder = fileURLToPath(new URL('..', import.meta.url));
const resources = join(folder, 'resources');

const shown = mkdtempSync(join(tmpdir(), 'loss-lab-packed-'));
process.on('exit', () => rmSync(shown, { recursive: true, force: true }));
const archive = join(shown, 'app.asar');
mkdirSync(archive);
extractAll(join(resources, 'app.asar'), archive);
symlinkSync(join(resources, 'app.asar.unpacked'), join(shown, 'app.asar.unpacked'));
for (const name of readdirSync(join(archive, 'main')))
  if (name.endsWith('-thread.js')) rmSync(join(archive, 'main', name));

process.env.LAB_BROWSER ??= onPath().find(existsSync);
Object.defineProperty(process, 'resourcesPath', { value: resources });
globalThis[Symbol.for('packed program')] = {
  folder: archive,
  version: readFileSync(join(folder, 'version'), 'utf8').trim(),
};
await import('./electron.js');
