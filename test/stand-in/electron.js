#!/usr/bin/env node
/**
 * Stands in for Electron's executable where its binary cannot be had. It loads the built main program and preload
 * script, gives them a double of the module `electron`, and opens the windows in a real Chromium. Playwright's
 * `_electron.launch({ executablePath })` drives it like the real one: it looks for two addresses on standard error,
 * Node's debugger and Chromium's, and calls `__playwright_run` when it is ready to see windows.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire, register } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { electronVersion } from '../../scripts/electron.js';
import { Chromium } from './chromium.js';
import { electronDouble } from './double.js';

const flags = process.argv.slice(2);
/** Set where the executable brings its program with it. */
const packed = globalThis[Symbol.for('packed program')];
const folder = packed?.folder ?? resolve(flags.find((flag) => !flag.startsWith('-')) ?? '.');
const driven = flags.some((flag) => flag.startsWith('--inspect'));
const profile =
  flags.find((flag) => flag.startsWith('--user-data-dir='))?.slice('--user-data-dir='.length) ??
  mkdtempSync(join(tmpdir(), 'loss-lab-stand-in-data-'));

// As Electron has them: its own executable is told the folder of the program by one of its arguments.
if (!packed) Object.defineProperty(process, 'defaultApp', { value: true });
process.argv.splice(0, 1);

/** A start that hands over to the first one needs none. */
let chromium = /** @type {Chromium | null} */ (null);
async function launch() {
  chromium = await Chromium.launch();
  await chromium.send('Target.setDiscoverTargets', { discover: true });
}
process.on('exit', () => chromium?.kill());
const exit = (status) => {
  if (chromium) void chromium.close().finally(() => process.exit(status));
  else process.exit(status);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => exit(0));

const { electron, makeReady } = electronDouble({ chromium: () => chromium, profile, folder, onExit: exit });

// `require('electron')`, as Playwright asks in this process.
const Module = createRequire(import.meta.url)('node:module');
const load = Module._load;
Module._load = (name, ...rest) => (name === 'electron' ? electron : load(name, ...rest));

// `import … from 'electron'`, as the built program asks.
globalThis[Symbol.for('electron stand-in')] = electron;
const double =
  `const electron = globalThis[Symbol.for('electron stand-in')]; export default electron;` +
  `export const { ${Object.keys(electron).join(', ')} } = electron;`;
const hooks = `export const resolve = (name, context, next) => name === 'electron'
  ? { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(double)}`)}, shortCircuit: true }
  : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const version = packed?.version ?? electronVersion();
Object.defineProperty(process, 'versions', {
  value: { ...process.versions, electron: `${version} (stand-in)` },
});

// The program waits for `ready`, and that for Playwright, which is to see the first window.
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
/** Somebody sees the window from outside, by the address that is written. */
const seen = driven || flags.some((flag) => flag.startsWith('--remote-debugging-port'));
const launching = seen ? launch() : null;
await import(pathToFileURL(join(folder, main)).href);
// As on macOS, where the system names files before the program is ready.
const early = flags.find((flag) => flag.startsWith('--stand-in-open-file='))?.split('=')[1];
if (early) electron.app.emit('open-file', { preventDefault: () => undefined }, early);
await (launching ?? launch());
if (seen) process.stderr.write(`DevTools listening on ${chromium?.address}\n`);
if (driven) {
  globalThis['__playwright_run'] = makeReady;
  inspector.open(0, '127.0.0.1');
} else makeReady();
