import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../source-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What each folder may import. Dependencies point one way: a folder names only folders that stand before it.
 * `errors` is the one file at the top of core.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'core/errors.ts': [],
  'core/yardsticks': [],
  'core/words': ['core/corpora'],
  'core/outputs': ['core/errors.ts'],
  'core/formulas': ['core/errors.ts', 'core/outputs'],
  'core/layers': ['core/errors.ts', 'core/outputs', 'core/formulas'],
  'core/optimizers': ['core/errors.ts', 'core/outputs'],
  'core/corpora': ['core/errors.ts'],
  'core/network': ['core/errors.ts', 'core/outputs', 'core/optimizers', 'core/corpora'],
  'core/experiments': [
    'core/errors.ts',
    'core/words',
    'core/yardsticks',
    'core/outputs',
    'core/formulas',
    'core/layers',
    'core/optimizers',
    'core/network',
    'core/corpora',
  ],
  'core/probes': [
    'core/errors.ts',
    'core/words',
    'core/outputs',
    'core/formulas',
    'core/layers',
    'core/optimizers',
    'core/network',
    'core/corpora',
  ],
  'core/duels': [
    'core/errors.ts',
    'core/outputs',
    'core/layers',
    'core/network',
    'core/corpora',
    'core/probes',
  ],
  'core/figures': [
    'core/words',
    'core/yardsticks',
    'core/network',
    'core/corpora',
    'core/experiments',
    'core/probes',
  ],
  'core/contract': [
    'core/errors.ts',
    'core/words',
    'core/yardsticks',
    'core/outputs',
    'core/duels',
    'core/outputs',
    'core/experiments',
    'core/formulas',
    'core/layers',
    'core/probes',
    'core/corpora',
    'core/network',
  ],
  'core/plugins': ['core/errors.ts', 'core/words', 'core/outputs', 'core/formulas', 'core/contract'],
  'core/reports': [
    'core/words',
    'core/figures',
    'core/errors.ts',
    'core/words',
    'core/yardsticks',
    'core/outputs',
    'core/formulas',
    'core/layers',
    'core/optimizers',
    'core/network',
    'core/corpora',
    'core/experiments',
    'core/probes',
    'core/contract',
  ],
  'core/store': [
    'core/errors.ts',
    'core/layers',
    'core/network',
    'core/optimizers',
    'core/corpora',
    'core/experiments',
    'core/reports',
    'core/contract',
  ],
  'core/rpc': ['core/errors.ts', 'core/contract'],
  'core/lab': [
    'core/errors.ts',
    'core/words',
    'core/yardsticks',
    'core/outputs',
    'core/formulas',
    'core/layers',
    'core/optimizers',
    'core/network',
    'core/corpora',
    'core/experiments',
    'core/probes',
    'core/duels',
    'core/plugins',
    'core/reports',
    'core/contract',
    'core/store',
  ],
  'core/node': ['core'],
  'electron/main': ['core/contract', 'core/rpc', 'core/node', 'core/errors.ts', 'core/lab'],
  'electron/preload': [],
  renderer: ['core/contract', 'core/figures', 'core/words', 'core/rpc', 'core/errors.ts'],
};

/** The longest entry of the table that a path lies under. */
function layerOf(path: string): string | undefined {
  return Object.keys(allowed)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Paths that a source file imports, relative to the root; packages come out as null. */
function imports(path: string): (string | null)[] {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : null,
  );
}

const files = sourceFiles(root, ['core', 'electron', 'renderer']);

describe('dependencies point one way', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('allows nothing that is not there', () => {
    const named = Object.entries(allowed).flat(2);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(files)('%s', (path) => {
    const layer = layerOf(path);
    expect(layer, `${path} lies in no layer of the table`).toBeDefined();
    for (const target of imports(path)) {
      if (target === null) continue;
      const within = target.startsWith(`${layer}/`) || target === layer;
      const permitted = allowed[layer!]!.some((other) => target === other || target.startsWith(`${other}/`));
      expect(within || permitted, `${path} imports ${target}`).toBe(true);
    }
  });
});

describe('core has no host', () => {
  const hostless = files.filter((path) => path.startsWith('core/') && !path.startsWith('core/node/'));

  it.each(hostless)('%s', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).not.toMatch(/from 'node:|from 'electron'|\bprocess\.(env|argv|pid|exit|std)/);
    expect(text).not.toMatch(/\bdocument\.(get|query|create)|\bwindow\.(add|location|document)/);
    expect(text).not.toMatch(/\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)/);
  });
});

describe('a known mistake in a gradient', () => {
  it('can be made by the gradient check alone, so that none can reach a run', () => {
    const importers = files.filter((path) => imports(path).includes('core/probes/faulty-gradient.ts'));
    expect(importers).toEqual(['core/probes/gradient-check.ts']);
  });
});
