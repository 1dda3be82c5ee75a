import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from '../../scripts/build.js';

const out = fileURLToPath(new URL('../../out/main/', import.meta.url));

/** Address of a built entry of the main process; builds first where the sources have changed. */
export async function builtEntry(
  name: 'corpus-thread' | 'train-thread' | 'report-thread' | 'probe-thread' | 'open-thread' | 'cli',
): Promise<URL> {
  await ensureBuilt({ quiet: true });
  return pathToFileURL(`${out}${name}.js`);
}
