import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LabError } from '../../../core/errors.ts';
import { checkPluginSource } from '../../../core/plugins/plugin-source.ts';
import { name } from './hand-made.ts';

it.each([
  ["\nimport './x.mjs';", 2],
  ["import fs from 'node:fs';", 1],
  ["\n\nexport * from 'lodash';", 3],
  ["export { a } from 'b';", 1],
  ["export default { f() {\n\n return import('node:' + 'fs'); } };", 3],
  ['export default [[() => import("x")]];', 1],
])('refuses what imports: %j', (source, line) => {
  expect(() => checkPluginSource(source, name)).toThrow(
    `my-loss.mjs, line ${line}: it imports something; a plug-in is one file that stands for itself.`,
  );
});

it.each([
  ['\n\nconst a = ;', 'my-loss.mjs, line 3: it is no JavaScript module: Unexpected token (column 11).'],
  ['export default {', 'my-loss.mjs, line 1: it is no JavaScript module: Unexpected token (column 17).'],
])('names line and column of what is no JavaScript: %j', (source, sentence) => {
  expect(() => checkPluginSource(source, name)).toThrow(sentence);
});

it.each(['export default {};', '\ufeffexport default 1;', 'await 1; export const a = 2; export { a as b };'])(
  'takes a module: %j',
  (source) => {
    expect(() => checkPluginSource(source, name)).not.toThrow();
  },
);

it('refuses anything else with a LabError, also what is nested without end', () => {
  const check = (source: string) => {
    try {
      checkPluginSource(source, name);
    } catch (error) {
      expect(error).toBeInstanceOf(LabError);
    }
  };
  fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
  check('['.repeat(100_000));
  check(`${'['.repeat(1500)}${']'.repeat(1500)}`);
});
