import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.js';
import { ensureBuilt } from './build.js';
import { runHere } from './processes.js';

const near = (path) => fileURLToPath(new URL(path, import.meta.url));

// Everything the tests stand on comes first, so that what is missing is said once and not by forty tests.
try {
  await ensureBuilt();
  await findBrowser();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

process.exitCode = await runHere(process.execPath, [
  near('../node_modules/vitest/vitest.mjs'),
  'run',
  '--root',
  near('..'),
  '--reporter=default',
  `--reporter=${near('./closing-line.js')}`,
  ...process.argv.slice(2),
]);
