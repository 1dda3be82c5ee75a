import { parse } from 'acorn';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.js';

const out = fileURLToPath(new URL('../../out/', import.meta.url));

beforeAll(() => ensureBuilt({ quiet: true }).then(() => undefined));

it('builds programs only that can be read: also those which are loaded late, or never in a test', () => {
  const files = ['main', 'preload'].flatMap((folder) =>
    readdirSync(join(out, folder))
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => join(folder, name)),
  );
  const faults = files.flatMap((file) => {
    try {
      const sourceType = file.endsWith('.cjs') ? 'script' : 'module';
      parse(readFileSync(join(out, file), 'utf8'), { ecmaVersion: 'latest', sourceType });
      return [];
    } catch (error) {
      return [`${file}: ${(error as Error).message}`];
    }
  });
  expect(faults).toEqual([]);
  expect(files.length).toBeGreaterThan(6);
});
