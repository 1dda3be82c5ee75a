import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultCorpusOptions, type CorpusOptions } from '../../../core/corpora/corpus.ts';
import { readText } from '../../../core/corpora/read-text.ts';
import { read, sourceOf, textOf, tools, utf8 } from './reading.ts';

const how = { tools, memoryLimit: 1e9, progress: () => undefined, checkpoint: () => undefined };

const files = (
  texts: readonly (string | Uint8Array)[],
  heldOut: string | null = null,
  options: Partial<CorpusOptions> = {},
) =>
  readText(
    {
      texts: texts.map((text, i) => sourceOf([typeof text === 'string' ? utf8(text) : text], `${i + 1}.txt`)),
      heldOut: heldOut === null ? null : sourceOf([utf8(heldOut)], 'held.txt'),
    },
    { ...defaultCorpusOptions, ...(heldOut === null ? {} : { split: 'file' }), ...options },
    how,
  );

describe('several files', () => {
  it('are one text, with the SHA-256 of their bytes joined', async () => {
    const corpus = await files(['to be ', 'or not ', 'to be']);
    const whole = await read('to be or not to be');
    expect(textOf(corpus)).toBe('to be or not to be');
    expect(corpus.summary).toMatchObject({
      name: '1.txt + 2 more',
      sha256: createHash('sha256').update('to be or not to be').digest('hex'),
      characters: 18,
      bytes: 18,
      bigramEntropy: whole.summary.bigramEntropy,
    });
    expect(corpus.summary.files.map(({ characters, heldOut }) => [characters, heldOut])).toEqual([
      [6, false],
      [7, false],
      [5, false],
    ]);
  });

  it('have encodings of their own', async () => {
    const wide = Uint8Array.from([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from('née', (c) => c.charCodeAt(0)).buffer),
    ]);
    const corpus = await files(['née ', wide]);
    expect(textOf(corpus)).toBe('née née');
    expect(corpus.summary.files.map(({ encoding }) => encoding)).toEqual(['utf-8', 'utf-16le']);
  });

  it('do not go on in one another: no CR LF, no character is made across their border', async () => {
    const { summary } = await files(['a\r', '\nb']);
    expect(summary.lineEnds).toEqual({ lf: 1, crlf: 0, cr: 1 });
    const cut = await files([utf8('😀').slice(0, 2), utf8('😀').slice(2)], null, { encoding: 'utf-8' });
    expect(textOf(cut)).not.toContain('😀');
  });

  it('are named where one of them is broken', async () => {
    const { summary } = await files(['whole ', Uint8Array.of(0x61, 0xff, 0x62)], null, { encoding: 'utf-8' });
    expect(summary.warnings[0]).toMatch(/^one place in 2\.txt is not valid UTF-8, the first at byte 1/);
    await expect(files(['a', ''])).rejects.toMatchObject({
      code: 'text-empty',
      message: "'2.txt' is empty.",
    });
  });
});

describe('a held-out text of its own', () => {
  it('shares the vocabulary, and is evaluated from its second character on', async () => {
    const { summary, parts, vocabulary, indices } = await files(['abcabcabcabc'.repeat(5)], 'abxy', {
      tuningShare: 0.1,
    });
    expect(String.fromCodePoint(...vocabulary)).toBe('abcxy');
    expect(parts).toEqual({
      training: [{ from: 0, to: 54 }],
      tuning: [{ from: 54, to: 60 }],
      heldOut: [{ from: 61, to: 64, begins: 60 }],
    });
    expect(indices).toHaveLength(64);
    expect(summary).toMatchObject({ characters: 64, heldOutCharacters: 4, trainCharacters: 54, bytes: 60 });
    expect(summary.heldOut!.characters).toBe(4);
    expect(summary.warnings).toContainEqual(
      expect.stringMatching(
        /2 distinct characters occur .* never in training \('x' \(U\+0078\), 'y' \(U\+0079\)\): no run/,
      ),
    );
  });

  it('belongs to the split by file, and that to it', async () => {
    await expect(files(['abc'], null, { split: 'file' })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('needs a held-out text'),
    });
    await expect(files(['abc'], 'abc', { split: 'end' })).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('warnings about line ends', () => {
  it.each([
    ['a\nb\n', {}, null],
    ['a\r\nb\r\nc', {}, /^Line ends are CR LF: .* 2 of 7 characters .*\(normalise line ends\)\.$/],
    ['a\rb\rc', {}, /^Line ends are CR alone, 2 of them\. .*\(normalise line ends\)\.$/],
    ['a\nb\r\nc\rd', {}, /^Line ends are mixed: 1 LF, 1 CR LF, 1 CR\. .*\(normalise line ends\)\.$/],
    ['a\nb\r\nc\rd', { normaliseLineEnds: true }, null],
  ])('of %j with %j', async (text, options, told) => {
    const { summary } = await read(text, options);
    const lines = summary.warnings.filter((warning) => warning.startsWith('Line ends'));
    expect(lines).toEqual(told ? [expect.stringMatching(told)] : []);
  });
});

describe('the warning about drift', () => {
  const text = 'a'.repeat(3000) + 'ab'.repeat(1500);
  it.each([
    ['end', /drift of .* a split by blocks/],
    ['blocks', null],
  ] as const)('with a split %s', async (split, told) => {
    const { summary } = await read(text, { split });
    expect(summary.warnings).toEqual(told ? [expect.stringMatching(told)] : []);
  });

  it('says of a file of its own what it means', async () => {
    const { summary } = await files(['abcd'.repeat(600)], 'aaab'.repeat(300));
    expect(summary.warnings).toEqual([
      expect.stringMatching(/drift of .* on the one text serves on the other/),
    ]);
  });
});
