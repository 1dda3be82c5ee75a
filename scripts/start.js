import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.js';
import { electronBinary, electronVersion, installElectron } from './electron.js';
import { runHere } from './processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`${text}\n`);

/** Seconds a download of Electron may take. */
const patience = Number(process.env.LAB_ELECTRON_TIMEOUT ?? 60);
const userArguments = process.argv.slice(2);
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The same lab in a browser, until it is ended. */
async function serve() {
  const open = hasDisplay ? ['--open'] : [];
  return runHere(process.execPath, [join(root, 'out/main/cli.js'), 'serve', ...open]);
}

/** Why this machine cannot open Electron's window, in a paragraph; null when it can. */
async function obstacle() {
  if (!hasDisplay)
    return 'There is no display here, so the lab is served to a browser instead: open the address below on this machine, or forward its port.';
  if (process.platform === 'linux' && process.getuid?.() === 0 && !userArguments.includes('--no-sandbox'))
    return [
      'You are root, and as root Electron starts only without its sandbox. The lab never switches that off by itself,',
      'so it opens in your browser instead. Start it as another user for its window, or give the sandbox up with',
      '`npm start -- --no-sandbox`.',
    ].join('\n');
  if (electronBinary()) return null;
  say(`Fetching Electron ${electronVersion() ?? ''} (once; at most ${patience} s) …`);
  const failure = await installElectron(patience);
  if (failure === null) return null;
  return [
    `Electron could not be fetched: ${failure}.`,
    'The lab goes on in your browser, with the same screens. `npm start` tries again next time, longer with',
    'LAB_ELECTRON_TIMEOUT=300; ELECTRON_MIRROR names another place to fetch it from; `npm run serve` does without it.',
  ].join('\n');
}

/** Starts Electron. A program that gives up at once lacks something of the system: the browser does as well. */
async function electron() {
  // Set by some editors for their own terminals: with it Electron would be a mere Node.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: undefined };
  const begun = performance.now();
  const status = await runHere(electronBinary(), [root, ...userArguments], { env });
  if (status === 0 || status === 130 || performance.now() - begun > 5000) return status;
  say(
    `Electron could not start on this machine (exit status ${status}; what it said stands above).\n` +
      'The lab goes on in your browser, with the same screens.',
  );
  return serve();
}

try {
  await ensureBuilt();
  const reason = await obstacle();
  if (reason) say(reason);
  process.exitCode = reason ? await serve() : await electron();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
