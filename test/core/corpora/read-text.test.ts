import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../core/errors.ts';
import { readText } from '../../../core/corpora/read-text.ts';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import { read, sourceOf, textOf, tools, utf8 } from './reading.ts';

const anyText = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((text) => !text.startsWith('\ufeff'));
const how = { tools, memoryLimit: 1e9, progress: () => undefined, checkpoint: () => undefined };

describe('a text is indexed', () => {
  it('so that its indices and vocabulary give it back, whatever the encoding', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom('utf-8', 'utf-16le'), async (text, encoding) => {
        const bytes = encoding === 'utf-8' ? utf8(text) : new Uint8Array(Buffer.from(text, 'utf16le'));
        const corpus = await read(bytes, { encoding }).catch((error: unknown) => error as LabError);
        // A few random characters may begin like a picture.
        if (corpus instanceof LabError) return expect(corpus.code).toBe('text-binary');
        expect(textOf(corpus)).toBe(text);
        const points = [...text].map((character) => character.codePointAt(0)!);
        expect([...corpus.vocabulary]).toEqual([...new Set(points)]);
        expect(corpus.other).toBeNull();
        expect(corpus.indices.buffer).toBeInstanceOf(SharedArrayBuffer);
      }),
    );
  });

  it('the same wherever its bytes are cut, with and without one kind of line end', async () => {
    const text = 'a\r\nb\rc\n\r\r\n😀唐é\ud7ff\u{10ffff}\r\n';
    for (const encoding of ['utf-8', 'utf-16be'] as const) {
      const bytes = encoding === 'utf-8' ? utf8(text) : new Uint8Array(Buffer.from(text, 'utf16le').swap16());
      for (const normaliseLineEnds of [false, true]) {
        const whole = await read(bytes, { encoding, normaliseLineEnds });
        expect(textOf(whole)).toBe(normaliseLineEnds ? text.replace(/\r\n?/g, '\n') : text);
        expect(whole.findings).toMatchObject({ lineEndPairs: 3, singleReturns: 2 });
        for (let first = 0; first <= bytes.length; first++)
          for (let second = first; second <= bytes.length; second++) {
            const cut = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
            expect(await read(cut, { encoding, normaliseLineEnds })).toEqual(whole);
          }
      }
    }
  });

  it('the same wherever broken bytes are cut', async () => {
    const broken = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(broken, fc.array(fc.nat(40), { maxLength: 4 }), async (bytes, cuts) => {
        const borders = [
          0,
          ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ];
        const pieces = borders.slice(1).map((end, i) => bytes.subarray(borders[i], end));
        const settle = (reading: Promise<unknown>) => reading.catch((error: LabError) => error.message);
        expect(await settle(read(pieces))).toEqual(await settle(read(bytes)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [1, Uint8Array],
    [256, Uint8Array],
    [257, Uint16Array],
    [65_536, Uint16Array],
    [65_537, Uint32Array],
  ])('with %i distinct characters in %o', async (distinct, width) => {
    const points = Array.from({ length: distinct }, (_, i) => (i < 0xd000 ? i + 0x21 : i + 0x3000));
    const text = points.map((point) => String.fromCodePoint(point)).join('');
    const { indices, summary } = await read(text + text);
    expect(indices).toBeInstanceOf(width);
    expect(summary.distinct).toBe(distinct);
    expect(indices.length).toBe(2 * distinct);
    expect(indices[2 * distinct - 1]).toBe(distinct - 1);
  });

  it('with the SHA-256 of its bytes and a preview of four hundred characters', async () => {
    const text = '😀唐'.repeat(300);
    const { summary } = await read(text);
    expect(summary.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(summary.preview).toBe('😀唐'.repeat(200));
    expect(summary.bytes).toBe(utf8(text).length);
  });
});

describe('rare characters', () => {
  it('become one symbol, in the place where the first of them stood', async () => {
    const corpus = await read('aXbaYbabab', { minimumCount: 2 });
    expect(textOf(corpus)).toBe('a\ufffdba\ufffdbabab');
    expect(corpus.other).toBe(1);
    expect([...corpus.vocabulary]).toEqual([0x61, 0xfffd, 0x62]);
    expect(corpus.summary.distinct).toBe(3);
    expect(corpus.summary.warnings).toContainEqual(
      expect.stringMatching(/^2 distinct characters .* "other"/),
    );
  });

  it('stay apart from a U+FFFD of the text itself', async () => {
    const corpus = await read('\ufffd\ufffd\ufffdXYab' + 'ab'.repeat(9), { minimumCount: 2 });
    expect([...corpus.vocabulary]).toEqual([0xfffd, 0xfffd, 0x61, 0x62]);
    expect(corpus.other).toBe(1);
  });

  it('may be all there are', async () => {
    const corpus = await read('abc', { minimumCount: 10 });
    expect([...corpus.indices]).toEqual([0, 0, 0]);
    expect(corpus.summary).toMatchObject({ distinct: 1, unigramEntropy: 0, bigramEntropy: 0 });
  });

  it('are none, and there is no symbol', async () => {
    expect((await read('aabb', { minimumCount: 2 })).other).toBeNull();
  });

  it('leave narrower indices', async () => {
    const rare = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const corpus = await read(`${rare}${'ab'.repeat(100)}`, { minimumCount: 2 });
    expect(corpus.indices).toBeInstanceOf(Uint8Array);
    expect(corpus.summary.distinct).toBe(3);
  });
});

describe('memory', () => {
  const codeOf = (limit: number, text: string) => read(text, {}, { memoryLimit: limit });

  it('is refused before it is taken, with the numbers and what would fit', async () => {
    await expect(codeOf(999, 'a'.repeat(1000))).rejects.toMatchObject({
      code: 'text-too-large',
      message: expect.stringMatching(/1000 characters/),
      next: expect.stringMatching(/999/),
    });
    expect((await codeOf(1000, 'a'.repeat(1000))).summary.characters).toBe(1000);
  });

  it('is judged by characters, not bytes, where the text is UTF-8', async () => {
    expect((await codeOf(1000, '唐'.repeat(1000))).summary.characters).toBe(1000);
  });

  it('is judged again when indices need two bytes', async () => {
    const many = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    await expect(codeOf(400, many)).rejects.toMatchObject({ code: 'text-too-large' });
    expect((await codeOf(900, many)).summary.distinct).toBe(300);
  });
});

describe('reading', () => {
  it('tells how far it is, from 0 to 1 and never back', async () => {
    const shares: number[] = [];
    const pieces = Array.from({ length: 20 }, () => utf8('abcdefgh'));
    await read(pieces, {}, { progress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(20);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it.each([0, 3, 7])('can be given up at piece %i', async (at) => {
    let asked = 0;
    const checkpoint = () => {
      if (asked++ === at) throw new LabError('cancelled', 'enough');
    };
    const pieces = Array.from({ length: 5 }, () => utf8('abcdefgh'));
    await expect(read(pieces, {}, { checkpoint })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('passes on what its source throws', async () => {
    const source = { ...sourceOf([]), open: () => failing() };
    await expect(readText({ texts: [source], heldOut: null }, defaultCorpusOptions, how)).rejects.toThrow(
      'the disk is gone',
    );
  });

  it('repeats itself', async () => {
    const text = 'the same text\r\n'.repeat(10);
    expect(await read(text)).toEqual(await read(text));
  });

  it('writes down the options it was given', async () => {
    const options = {
      normaliseLineEnds: true,
      minimumCount: 2,
      heldOutShare: 0.25,
      encoding: 'utf-8',
      split: 'blocks',
      tuningShare: 0.1,
    } as const;
    const { summary } = await read('abab'.repeat(10), options);
    expect(summary.options).toEqual(options);
    expect(summary).toMatchObject({ trainCharacters: 26, tuningCharacters: 4, heldOutCharacters: 10 });
  });
});

async function* failing(): AsyncGenerator<Uint8Array> {
  yield utf8('a');
  throw new Error('the disk is gone');
}
