import { describe, expect, it } from 'vitest';
import { characterName } from '../../core/corpora/character-names.ts';
import { encodingName, workRate, written } from '../../renderer/state/curves/format.ts';

describe('the work done in a second', () => {
  it.each([
    [0.004, '0.00_GFLOP/s'],
    [2.413, '2.41_GFLOP/s'],
    [9.996, '10.0_GFLOP/s'],
    [41.26, '41.3_GFLOP/s'],
    [99.96, '100_GFLOP/s'],
    [296.4, '296_GFLOP/s'],
  ])('%d', (value, expected) => {
    expect(workRate(value)).toBe(expected.replace('_', '\u00a0'));
  });
});

describe('a figure', () => {
  it.each([
    [0, '0'],
    [1.87, '1.87'],
    [0.00099, '0.00099'],
    [0.000012, '1.2e−5'],
    [-1.87, '−1.87'],
    [-4321.06, '−4320'],
    [99_999, '100\u00a0000'],
    [2.5e300, '2.5e300'],
  ])('%d is %s, as everywhere in the lab', (value, expected) => {
    expect(written(value)).toBe(expected);
  });

  it.each([NaN, Infinity, -Infinity])('is a dash for %d', (value) => {
    expect(written(value)).toBe('–');
  });
});

describe('the name of a character', () => {
  it('is the character itself where a reader can see it', () => {
    for (const character of ['e', 'Z', '7', '.', 'ß', '中', '😀'])
      expect(characterName(character.codePointAt(0)!)).toBe(character);
  });

  it('is a word or a sign for the two that every text has', () => {
    expect([0x20, 0x0a].map(characterName)).toEqual(['space', '⏎']);
  });

  it('is the code point for what cannot be seen or told apart from a space', () => {
    // NUL, tab, carriage return, no-break space, zero-width space, right-to-left override, line separator, lone surrogate,
    // byte order mark, private use, tag space
    const hidden = [0, 9, 0x0d, 0xa0, 0x200b, 0x202e, 0x2028, 0xd800, 0xfeff, 0xe000, 0xe0020];
    expect(hidden.map(characterName)).toEqual([
      'U+0000',
      'U+0009',
      'U+000D',
      'U+00A0',
      'U+200B',
      'U+202E',
      'U+2028',
      'U+D800',
      'U+FEFF',
      'U+E000',
      'U+E0020',
    ]);
  });
});

describe('the name of an encoding', () => {
  it.each([
    ['utf-8', 'UTF-8'],
    ['utf-16le', 'UTF-16LE'],
    ['windows-1252', 'Windows-1252'],
    ['windows-1251', 'Windows-1251'],
    ['koi8-r', 'KOI8-R'],
    ['shift_jis', 'Shift_JIS'],
    ['big5', 'Big5'],
    ['gb18030', 'GB18030'],
  ])('%s is written %s', (id, expected) => {
    expect(encodingName(id)).toBe(expected);
  });
});
