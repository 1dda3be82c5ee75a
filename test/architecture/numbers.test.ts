import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sourceFiles } from '../source-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Coordinates of pictures, and numbers of formulas, which TeX sets: nobody reads them as a number in a sentence. */
const others =
  /^core\/words\/number-format\.ts$|^core\/figures\/drawing\/|^core\/derivation\/shown-number\.ts$|\/sparkline-path\.ts$/;

/** What makes words of a number; what stands in `Number(…)` is rounded and stays a number. */
const bare = /(?<!Number\(.*)\.to(?:Fixed|Precision|Exponential|LocaleString)\(|Intl\.NumberFormat/;

it('writes every number that a person reads by the functions of core/words/number-format.ts', () => {
  const files = sourceFiles(root, ['core', 'renderer', 'electron']).filter((file) => !others.test(file));
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .flatMap((line, i) => (bare.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

it('knows such a place when it sees one', () => {
  expect(bare.test('`${value.toFixed(3)} bits`')).toBe(true);
  expect(bare.test('(drift * 2).toPrecision(3)')).toBe(true);
  expect(bare.test('Number(value.toPrecision(3))')).toBe(false);
});
