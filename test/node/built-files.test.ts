import { parse } from 'acorn';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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

it('tells apart, in the list of components, what goes with the program and what only made it', async () => {
  const sbom = fileURLToPath(new URL('../../scripts/sbom.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [sbom], { maxBuffer: 2 ** 26 });
  const list = JSON.parse(stdout) as {
    metadata: { component: { name: string } };
    components: { name: string; scope: string }[];
  };
  expect(list.metadata.component.name).toBe('loss-lab');
  const scopes = (name: string) =>
    list.components.filter((each) => each.name === name).map(({ scope }) => scope);
  for (const name of ['electron', 'katex', 'svelte', '@fontsource-variable/inter', 'd3-path'])
    expect(scopes(name), name).toContain('required');
  for (const name of ['vitest', 'playwright', 'vite', 'electron-vite'])
    expect(scopes(name), name).toEqual(['excluded']);
});
