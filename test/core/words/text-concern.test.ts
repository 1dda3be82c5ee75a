import { describe, expect, it } from 'vitest';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import { textConcern } from '../../../core/words/text-concern.ts';
import { read, utf8 } from '../corpora/reading.ts';
import { corpus } from '../reports/report-fixtures.ts';

const fine = {
  ...corpus,
  distinct: 40,
  characters: 100_000,
  drift: 0.02,
  encodingSource: 'valid-utf-8' as const,
  lineEnds: { lf: 100, crlf: 0, cr: 0 },
  warnings: [],
  options: defaultCorpusOptions,
};
const crlf = { lf: 0, crlf: 9, cr: 0 };

describe('what of a text should be looked at first', () => {
  it.each([
    [{}, 'fine'],
    [{ distinct: 1, characters: 5 }, 'single'],
    [{ characters: 999 }, 'short'],
    [{ drift: 0.11 }, 'end'],
    [{ drift: 0.11, options: { ...defaultCorpusOptions, split: 'blocks' as const } }, 'blocks'],
    [{ drift: 0.11, encodingSource: 'detected' as const }, 'end'],
    [{ drift: null, encodingSource: 'detected' as const, lineEnds: crlf }, 'guess'],
    [{ lineEnds: crlf }, 'line-ends'],
    [{ lineEnds: crlf, options: { ...defaultCorpusOptions, normaliseLineEnds: true } }, 'fine'],
    [{ warnings: ['The text has one NUL character.'] }, 'remarks'],
  ])('%j', (change, concern) => {
    expect(textConcern({ ...fine, ...change })).toBe(concern);
  });

  const long = 'abcdefgh '.repeat(300);
  const bytesOf = (text: string, ...more: number[]) => Uint8Array.from([...utf8(text), ...more]);
  const high = Array.from({ length: 40 }, () => [0xe9, 0x20]).flat();
  const utf16 = (...units: number[]) => new Uint8Array(Uint16Array.from(units).buffer);
  it.each([
    ['one broken place', bytesOf(`${long}é`, 0xff, ...utf8(long)), 'utf-8', 'misfit'],
    ['broken places', bytesOf(`${long}é`, 0xff, ...utf8(long), 0xff, 0x20), 'utf-8', 'misfit'],
    ['a last character cut off', bytesOf(`${long}é`, 0xe2, 0x82), 'utf-8', 'misfit'],
    ['Latin 1 after UTF-8', bytesOf(`${'é '.repeat(200)}${long}`, ...high), 'utf-8', 'misfit'],
    ['UTF-8 after Latin 1', bytesOf('', ...high, ...utf8(`${long}${'é '.repeat(200)}`)), 'utf-8', 'misfit'],
    [
      'half a surrogate',
      utf16(0xd800, ...Array.from(long, (each) => each.charCodeAt(0))),
      'utf-16le',
      'misfit',
    ],
    ['one unseen character', utf8(`${long.repeat(9)}z`), 'utf-8', 'unseen'],
    ['unseen characters', utf8(`${long.repeat(9)}zy`), 'utf-8', 'unseen'],
    ['a remark of another kind', utf8(`\0${long}`), 'utf-8', 'remarks'],
    ['nothing', utf8(long), 'utf-8', 'fine'],
  ] as const)('is told of a text as it was read: %s', async (_, bytes, encoding, concern) => {
    expect(textConcern((await read(bytes, { encoding })).summary)).toBe(concern);
  });
});
