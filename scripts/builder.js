import { fileURLToPath } from 'node:url';
import { runHere } from './processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Its 300 packages are needed where installers are made and nowhere else, so it is no dependency of the lab. */
const version = '26.17.0';

/** Runs electron-builder on the staged program and answers with its exit status. */
export function builder(args, env = {}) {
  const windows = process.platform === 'win32';
  return runHere(
    windows ? 'npx.cmd' : 'npx',
    [
      '--yes',
      `electron-builder@${version}`,
      '--config',
      'electron/packaging/settings.js',
      '--publish',
      'never',
      ...args,
    ],
    // Node starts command files of Windows only through a shell.
    { cwd: root, shell: windows, env: { ...process.env, ...env } },
  );
}
