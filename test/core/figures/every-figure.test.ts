import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ordinaryFigures } from './every-figure.ts';

const folder = fileURLToPath(new URL('../../../core/figures/', import.meta.url));

it('draws each figure that core/figures has a builder for', () => {
  const built = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...readFileSync(join(folder, path), 'utf8').matchAll(/^ {4}id: '([a-z-]+)',\n {4}title:/gm),
    ])
    .map(([, id]) => id);
  expect(built.length).toBeGreaterThan(15);
  const drawn = new Set(ordinaryFigures().map(({ id }) => id));
  expect(built.filter((id) => !drawn.has(id))).toEqual([]);
});
