import { createPackageWithOptions } from '@electron/asar';
import { build } from 'vite';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stage, unpacked } from '../electron/packaging/settings.js';
import { BuildError } from './build.js';
import { builder } from './builder.js';
import { electronBinary, electronVersion } from './electron.js';
import { withLock } from './lock.js';
import { stageProgram } from './stage.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`${text}\n`);

/** Starts the stand-in with the Node of the machine. */
const launcher = `#!/bin/sh
exec node "$(dirname "$(readlink -f "$0")")/stand-in/packed.js" "$@"
`;

/** The stand-in as one file that needs no other of the checkout, but a browser to find (LAB_BROWSER, or the PATH). */
async function bundleStandIn(folder) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: { packed: join(root, 'test/stand-in/packed.js') },
        external: ['playwright', 'electron', 'original-fs', 'bufferutil', 'utf-8-validate'],
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

/**
 * Packs the program as electron-builder does, around the stand-in for Electron: for a machine without Electron's
 * binary, and for tests. The archive and what lies beside it are the same; only the executable differs.
 * @param {string} folder where to, in place of what is there
 * @returns {Promise<string>} the executable
 */
export async function packAroundStandIn(folder) {
  const resources = join(folder, 'resources');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(resources, { recursive: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Two at once would lay out over each other.
  await withLock(join(root, 'dist/lock'), async () => {
    const staged = await stageProgram();
    await createPackageWithOptions(staged, join(resources, 'app.asar'), {
      unpack: `{${unpacked.map((pattern) => join(staged, pattern)).join(',')}}`,
    });
  });
  await bundleStandIn(join(folder, 'stand-in'));
  writeFileSync(join(folder, 'version'), electronVersion());
  const executable = join(folder, 'loss-lab');
  writeFileSync(executable, launcher);
  chmodSync(executable, 0o755);
  return executable;
}

async function packAround(electron) {
  await stageProgram();
  say(`Packing ${stage} around Electron ${electronVersion()} …`);
  // Given as a folder, Electron is not fetched again.
  const status = await builder(['--dir', `--config.electronDist=${electron}`]);
  if (status !== 0) throw new BuildError(`electron-builder ended with status ${status}.`);
  say('The program lies unpacked in dist.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const electron = electronBinary();
    if (electron)
      await packAround(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist'));
    else if (process.platform === 'win32')
      throw new BuildError('Electron’s binary is not here: `npm start` fetches it.');
    else {
      const executable = await packAroundStandIn(join(root, 'dist/stand-in'));
      say(
        `Electron’s binary is not here (npm start fetches it), so the same layout lies around its stand-in, which opens\n` +
          `Chromium by Node: ${executable}. It is for trying out, not for giving away.`,
      );
    }
  } catch (error) {
    say(error instanceof BuildError ? error.message : error.stack);
    process.exitCode = 1;
  }
}
