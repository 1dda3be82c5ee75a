import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Starts a packed program as users do, without a debugger in its main process, which its fuses refuse; looks at its
 * window from outside by Chromium's own port; trains; and closes it.
 */
const [executable] = process.argv.slice(2);
if (!executable) {
  process.stderr.write('Usage: node scripts/smoke.js EXECUTABLE\n');
  process.exit(2);
}
const profile = mkdtempSync(join(tmpdir(), 'loss-lab-smoke-'));
const begun = performance.now();
const since = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
const say = (text) => process.stdout.write(`${text}\n`);

const child = spawn(resolve(executable), ['--remote-debugging-port=0', `--user-data-dir=${profile}`], {
  cwd: profile,
  stdio: ['ignore', 'ignore', 'pipe'],
  env: {
    ...process.env,
    LOSS_LAB_LIBRARY: join(profile, 'library'),
    LOSS_LAB_CONFIG: join(profile, 'config'),
  },
});
const ended = once(child, 'close');
const patience = setTimeout(() => child.kill('SIGKILL'), 90_000);

/** Where Chromium listens. */
const address = new Promise((resolve, reject) => {
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
    const found = /DevTools listening on (ws:\S+)/.exec(said);
    if (found) resolve(found[1]);
  });
  child.on('error', reject);
  child.on('close', (status) => reject(new Error(`It ended with status ${status} and said:\n${said}`)));
});

try {
  const { chromium } = await import('playwright');
  const browser = await chromium.connectOverCDP(await address);
  const [context] = browser.contexts();
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForFunction(() => document.title === 'Loss Lab');
  say(`window after ${since()}`);
  await page.getByTestId('corpus-name').waitFor();
  say(`experiment set up after ${since()}`);
  await page.getByTestId('run-button').click();
  await page
    .getByTestId('progress-text')
    .filter({ hasText: /step [1-9]|quick search.* left/ })
    .waitFor();
  say(`trains after ${since()}`);
  await page.close();
  await browser.close();
  // On a Mac a program outlives its windows.
  if (process.platform === 'darwin') child.kill('SIGTERM');
  const [status] = await ended;
  say(`ended with status ${status} after ${since()}`);
  process.exitCode = status ?? (process.platform === 'darwin' ? 0 : 1);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  child.kill('SIGKILL');
  await ended.catch(() => undefined);
} finally {
  clearTimeout(patience);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
