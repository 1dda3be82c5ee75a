import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { everyFigure } from './every-figure.ts';

const folder = fileURLToPath(new URL('../../../core/figures/', import.meta.url));

it('draws each figure that core/figures has a builder for, in a registry or not', () => {
  const built = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...readFileSync(join(folder, path), 'utf8').matchAll(/^ {4}id: '([a-z-]+)',\n {4}title:/gm),
    ])
    .map(([, id]) => id);
  expect(built.length).toBeGreaterThan(15);
  const kinds = [
    'an experiment with a seed that diverged',
    'a probe',
    'a duel',
    'a sweep',
    'a typed loss',
    'kept experiments',
  ];
  const drawn = new Set(kinds.flatMap((kind) => everyFigure[kind]().map(({ id }) => id)));
  expect(built.filter((id) => !drawn.has(id))).toEqual([]);
});
