import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync, existsSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'loss-lab-lock-'));
const lockModule = new URL('../../scripts/lock.js', import.meta.url).href;
const file = join(folder, 'lock');
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that holds the lock while it adds to a counter slowly: two at once would lose an addition. */
const program = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { withLock } from ${JSON.stringify(lockModule)};
  const counter = ${JSON.stringify(join(folder, 'counter'))};
  await withLock(${JSON.stringify(file)}, async () => {
    const before = Number(readFileSync(counter, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 40));
    writeFileSync(counter, String(before + 1));
  });`;

/** The same, and a dot is said whenever a time that it waits for is over. */
const saying = `
  const set = globalThis.setTimeout;
  globalThis.setTimeout = (then, milliseconds) => set(() => (process.stdout.write('.'), then()), milliseconds);
${program}`;

const add = () => spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });

describe('the lock of a build', () => {
  it('lets one process work at a time, and takes over from the dead', async () => {
    writeFileSync(join(folder, 'counter'), '0');
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, `${dead} ${hostname()}`);
    const ends = await Promise.all(Array.from({ length: 6 }, () => once(add(), 'exit')));
    expect(ends.map(([status]) => status)).toEqual(new Array(6).fill(0));
    expect(readFileSync(join(folder, 'counter'), 'utf8')).toBe('6');
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['that names nobody and is old', '', 6_000],
    ['of another machine that is older than any build', '1 elsewhere', 11 * 60_000],
  ])('takes over a lock %s', async (_, text, age) => {
    writeFileSync(file, text);
    const then = new Date(Date.now() - age);
    utimesSync(file, then, then);
    expect((await once(add(), 'exit'))[0]).toBe(0);
  });

  it.each([
    ['of a living process', `${process.pid} ${hostname()}`],
    ['of another machine', '1 elsewhere'],
  ])('waits for a lock %s', async (_, text) => {
    writeFileSync(file, text);
    const child = spawn(process.execPath, ['--input-type=module', '-e', saying]);
    let looks = 0;
    // It has looked at the lock three times by then.
    while (looks < 3 && child.exitCode === null) {
      const [dots] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
      looks += String(dots).length;
    }
    expect(child.exitCode).toBeNull();
    expect(readFileSync(file, 'utf8')).toBe(text);
    rmSync(file);
    expect((await once(child, 'exit'))[0]).toBe(0);
  });
});
