import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../source-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const wordsOf = (text: string) => new Set(text.match(/[\p{L}_$][\p{L}\d_$]*/gu));
const texts = new Map(
  sourceFiles(root, ['core', 'electron', 'renderer', 'test'])
    .filter((path) => path !== 'test/architecture/exports.test.ts')
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
/** In how many files a word occurs. */
const files = new Map<string, number>();
for (const text of texts.values())
  for (const word of wordsOf(text)) files.set(word, (files.get(word) ?? 0) + 1);

const declared =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|type|interface) ([\p{L}_$][\p{L}\d_$]*)/gmu;

describe('what a file exports', () => {
  it('is named by another file', () => {
    const exported = [...texts].flatMap(([path, text]) =>
      path.startsWith('test/') || path.startsWith('core/network/fast/kernels/')
        ? []
        : [...text.matchAll(declared)].map(([, name]) => ({ path, name })),
    );
    expect(exported.length).toBeGreaterThan(1500);
    const lonely = exported.filter(({ name }) => files.get(name) === 1);
    expect(lonely.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });
});
