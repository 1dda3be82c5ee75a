import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sourceFiles } from '../source-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Files that have the name of what they are, in a list of such: registries and entries, the commands of the command line,
 * the words of another language, the kernel of what an engine does, records with an id.
 */
const namedByTheirList =
  /\/(registry|index|main)\.ts$|^core\/node\/cli\/commands\/|^core\/words\/said\/zh\/|^core\/network\/fast\/kernels\/|^core\/(outputs\/(activations|readings)|formulas\/presets|yardsticks)\//;

it('gives no two files of different subjects one name', () => {
  const paths = sourceFiles(root, ['core', 'electron', 'renderer']);
  expect(paths.length).toBeGreaterThan(800);
  const own = paths.filter((path) => !namedByTheirList.test(path));
  const names = own.map((path) => basename(path));
  expect(own.filter((path) => names.indexOf(basename(path)) !== names.lastIndexOf(basename(path)))).toEqual(
    [],
  );
});
