import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonIn, runLimited } from './processes.js';

const folder = fileURLToPath(new URL('../node_modules/electron/', import.meta.url));

/** Electron's program file, or null. Only looks: asking the package itself would start a download without limit. */
export function electronBinary() {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = names[process.platform] ?? 'electron';
  const file = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(file) ? file : null;
}

export function electronVersion() {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

/** Fetches Electron's program with the package's own installer. Answers with why it failed, or null. */
export async function installElectron(seconds) {
  const installer = join(folder, 'install.js');
  if (!existsSync(installer)) return 'the package electron is not installed (npm ci installs it)';
  const { status, timedOut, output } = await runLimited(process.execPath, [installer], { seconds });
  if (timedOut) return `the download took longer than ${seconds} s`;
  if (status !== 0) return reasonIn(output);
  return electronBinary() ? null : 'the download finished without the program in it';
}
