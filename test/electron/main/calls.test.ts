import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { electronUse, type ElectronUse } from '../electron-use.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Rows of the table of docs/desktop.md: what is used, page, file that tests it, whether real Electron has shown it. */
const rows = [
  ...read('docs/desktop.md').matchAll(/^\| `([^`]+)` \| \[([\w/-]+)\]\([^)]+\) \| `([^`]+)` \| (\w+) \|$/gm),
].map(([, name, page, test, seen]) => ({ name, page, test, seen }));

describe('the table of all that is used of Electron', () => {
  let used: ElectronUse[];
  beforeAll(() => {
    used = electronUse(root);
  }, 120_000);

  it('is what the sources use, with the pages that Electron’s types name', () => {
    expect(used.length).toBeGreaterThan(50);
    expect(rows.map(({ name, page }) => ({ name, page }))).toEqual(used);
  });

  it('names files that do test it', () => {
    for (const { name, test } of rows) {
      expect(existsSync(join(root, test)), test).toBe(true);
      const word = /'([\w-]+)'$/.exec(name)?.[1] ?? name.split(/[. ]/).at(-1);
      expect(read(test), `${test} says nothing of ${name}`).toMatch(
        new RegExp(`(?<![\\w-])${word}(?![\\w-])`),
      );
    }
  });
});

describe('the stand-in', () => {
  it('sends no event that Electron does not have', () => {
    const known = new Set(
      [...read('node_modules/electron/electron.d.ts').matchAll(/\(event: '([\w-]+)'/g)].map(
        ([, name]) => name,
      ),
    );
    const sent = readdirSync(join(root, 'test/stand-in'))
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) =>
        [...read(`test/stand-in/${name}`).matchAll(/\bemit\('([\w-]+)'/g)].map(([, event]) => event),
      );
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.filter((event) => !known.has(event))).toEqual([]);
  });
});
