import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.js';
import { lab, program, root } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const kept = join(folder, 'kept');
const failing = pathToFileURL(join(root, 'test/torture/failing-writes.js')).href;
// A page is written by the same hand as a PDF, which takes a browser and its time.
process.env['LAB_CHROMIUM'] = 'none';

/** Runs the command line with writes below a folder that fail, or kill it, after some. */
function broken(args: readonly string[], below: string, after: number, kill: boolean): number | null {
  const { status, signal } = spawnSync(process.execPath, ['--import', failing, program, ...args], {
    env: {
      ...process.env,
      LAB_FAIL_BELOW: below,
      LAB_FAIL_AFTER: String(after),
      LAB_FAIL_WRITES: '1',
      ...(kill && { LAB_FAIL_BY: 'kill' }),
    },
  });
  return signal === 'SIGKILL' ? 137 : status;
}

describe('an export that breaks off', () => {
  beforeAll(async () => {
    await ensureBuilt();
    const text = ['compare', '--builtin', 'reber', '--characters', '5000', '--steps', '20', '--hidden', '8'];
    const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic', '--seeds', '2', '--rate', '0.05'];
    const made = await lab([...text, ...layers, '--out', kept]);
    expect(made.status, made.stderr).toBe(0);
  });

  it.each([
    ['the archive', 'all.zip', ['export', kept]],
    ['the page', 'report.html', ['report', kept, '--format', 'html']],
    ['the results', 'report.json', ['report', kept, '--format', 'json']],
    ['the notebook', 'report.ipynb', ['report', kept, '--format', 'ipynb']],
  ])('leaves nothing under the final name of %s', (_, name, args) => {
    for (const kill of [false, true])
      // The first write, and the move to the final name after it.
      for (const after of [0, 1]) {
        const place = join(folder, `${name}-${kill}-${after}`, name);
        mkdirSync(dirname(place));
        expect(broken([...args, '--out', place], dirname(place), after, kill)).toBe(kill ? 137 : 1);
        expect(existsSync(place)).toBe(false);
        // Who fails takes what was begun away; who is killed cannot, and leaves it under a name that is nobody's.
        for (const left of readdirSync(dirname(place))) {
          expect(kill).toBe(true);
          expect(left).toMatch(/^\.lab-/);
        }
      }
  });

  it('keeps what was there before', () => {
    const place = join(folder, 'before.html');
    writeFileSync(place, 'before');
    for (const kill of [false, true]) {
      expect(broken(['report', kept, '--out', place], folder, 0, kill)).toBe(kill ? 137 : 1);
      expect(readFileSync(place, 'utf8')).toBe('before');
    }
  });

  it('moves the files of a folder into it only when all are there', () => {
    for (const kill of [false, true]) {
      const place = join(folder, `csv-${kill}`);
      // The folder, the one within it, and the first files.
      expect(broken(['report', kept, '--format', 'csv', '--out', place], place, 3, kill)).toBe(
        kill ? 137 : 1,
      );
      expect(readdirSync(place).filter((name) => !name.startsWith('.lab-'))).toEqual([]);
    }
  });
});
