import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodings } from '../../../core/corpora/encoding.ts';
import { read, textOf, tools, utf8 } from './reading.ts';

interface Encoded {
  readonly name: string;
  readonly text: string;
  readonly labels: readonly string[];
  readonly sure: boolean;
  readonly bytes: string;
}

const file = new URL('../../fixtures/encoded-texts.json', import.meta.url);
const encoded = JSON.parse(readFileSync(file, 'utf8')) as Encoded[];
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

describe('the encoding of a text is found', () => {
  it.each(encoded.filter(({ sure }) => sure))('$name', async ({ text, labels, bytes }) => {
    const corpus = await read(bytesOf(bytes));
    expect(labels).toContain(corpus.summary.encoding);
    expect(textOf(corpus)).toBe(text);
    expect(corpus.summary.warnings.filter((warning) => /valid|U\+FFFD/.test(warning))).toEqual([]);
  });
});

describe('a chosen encoding is used', () => {
  it.each(encoded)('$name', async ({ text, labels, bytes }) => {
    for (const encoding of labels) {
      const corpus = await read(bytesOf(bytes), { encoding });
      expect(corpus.summary).toMatchObject({ encoding, encodingSource: 'chosen', options: { encoding } });
      expect(textOf(corpus)).toBe(text);
    }
  });

  it('however its name is spelled, and refused with the list when there is no such one', async () => {
    expect((await read('x', { encoding: 'UTF-8' })).summary.encoding).toBe('utf-8');
    await expect(read('x', { encoding: 'ebcdic' })).rejects.toMatchObject({
      code: 'unknown-name',
      message: expect.stringContaining('gb18030'),
    });
  });
});

it('offers only encodings the platform decodes under that very name', () => {
  for (const { id } of encodings) expect(new TextDecoder(id).encoding).toBe(id);
  expect(new Set(encodings.map(({ label }) => label)).size).toBe(encodings.length);
});

describe('how it was found is told', () => {
  it.each<[string, Uint8Array, string]>([
    ['byte-order-mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8'],
    ['byte-order-mark', Uint8Array.of(0xfe, 0xff, 0, 0x61), 'utf-16be'],
    ['nul-pattern', Uint8Array.of(0x61, 0, 0x62, 0, 0x0a, 0), 'utf-16le'],
    ['nul-pattern', Uint8Array.of(0, 0x61, 0, 0x62, 0, 0x0a), 'utf-16be'],
    ['valid-utf-8', utf8('é'), 'utf-8'],
    ['valid-utf-8', utf8('a'), 'utf-8'],
    ['detected', Uint8Array.of(0x63, 0x61, 0x66, 0xe9), 'windows-1252'],
  ])('%s', async (encodingSource, bytes, encoding) => {
    expect((await read(bytes)).summary).toMatchObject({ encoding, encodingSource });
  });
});

describe('what looks like another encoding at first sight', () => {
  it.each(['abc\0', 'hello world\0', 'a\0b\0c d e f\n', '\0abcdefgh', 'x'.repeat(999) + '\0'])(
    'NUL characters do not make UTF-16 of %j',
    async (text) => {
      const corpus = await read(text);
      expect(corpus.summary.encoding).toBe('utf-8');
      expect(textOf(corpus)).toBe(text);
      expect(corpus.summary.warnings.join()).toContain('NUL');
    },
  );

  it('lines of one letter in UTF-16 are not UTF-32', async () => {
    const text = 'a\nb\nc\nd\n';
    const bytes = new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer);
    expect(textOf(await read(bytes))).toBe(text);
  });

  it.each([
    ['with a mark', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)],
    ['big-endian, with a mark', Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61)],
    ['without', Uint8Array.of(0x61, 0, 0, 0, 0x62, 0, 0, 0, 0x0a, 0, 0, 0)],
    ['big-endian, without', Uint8Array.of(0, 0, 0, 0x61, 0, 0, 0, 0x62, 0, 0, 0, 0x0a)],
  ])('UTF-32 %s is refused by name', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'text-unreadable',
      message: expect.stringContaining('UTF-32'),
    });
  });
});

describe('texts that begin in ASCII', () => {
  const gbk = bytesOf(encoded.find(({ name }) => name === 'chinese in gbk')!.bytes);
  const chinese = encoded.find(({ name }) => name === 'chinese in gbk')!.text;

  it.each([100, 300_000, 1_900_000, 1_048_575])(
    'are still recognised when the first other byte comes after %i bytes, without a line end, in any pieces',
    async (length) => {
      const whole = new Uint8Array(length + gbk.length);
      whole.fill(0x61, 0, length);
      whole.set(gbk, length);
      const pieces = [];
      for (let at = 0; at < whole.length; at += 1 << 20) pieces.push(whole.subarray(at, at + (1 << 20)));
      const corpus = await read(pieces);
      expect(corpus.summary.encoding).toBe('gb18030');
      expect(textOf(corpus)).toBe('a'.repeat(length) + chinese);
    },
  );
});

describe('UTF-8 that is damaged', () => {
  const long = utf8('Ein schöner Tag für Bäcker. 今天天气很好。\n'.repeat(50_000));

  it('far behind the beginning is read as UTF-8, with the place and the number of what was replaced', async () => {
    const bytes = long.slice();
    bytes[2_000_004] = 0xff;
    bytes[2_500_003] = 0xff;
    const { summary } = await read(bytes);
    expect(summary).toMatchObject({ encoding: 'utf-8', encodingSource: 'detected' });
    expect(summary.warnings[0]).toMatch(/^[2-6] places are not valid UTF-8, the first at byte 200000\d;/);
  });

  it('at its end, where it was cut', async () => {
    const text = utf8('天气');
    for (const cut of [4, 5]) {
      const { summary } = await read(text.subarray(0, cut));
      expect(summary.encoding).toBe('utf-8');
      expect(summary.warnings[0]).toMatch(/cut off at byte 3/);
    }
    expect((await read(text.subarray(0, 2))).summary.encoding).toBe('utf-8');
  });

  it('into which a whole paragraph of another encoding was pasted, with the count', async () => {
    const { summary } = await read([long, Uint8Array.of(0xcc, 0xec, 0xc6, 0xf8, 0x0a), long]);
    expect(summary.encoding).toBe('utf-8');
    expect(summary.warnings[0]).toContain(`byte ${long.length}`);
  });

  it.each([
    ['overlong', [0xc0, 0x80]],
    ['overlong of three', [0xe0, 0x80, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
    ['never a lead', [0xfe]],
  ])('by a sequence that is %s', async (_, bad) => {
    const { summary } = await read([utf8('äöü äöü äöü äöü '), Uint8Array.from(bad), utf8(' äöü')]);
    expect(summary.encoding).toBe('utf-8');
    expect(summary.warnings[0]).toMatch(/not valid UTF-8, the first at byte 28;/);
  });
});

describe('a text of two encodings', () => {
  // 这是文本 in GB18030.
  const chinese = [0xd5, 0xe2, 0xca, 0xc7, 0xce, 0xc4, 0xb1, 0xbe, 0x0a];
  const gb = Uint8Array.from({ length: 60 * chinese.length }, (_, i) => chinese[i % chinese.length]);
  const utf8 = new TextEncoder().encode('这是文本\n'.repeat(60));

  it.each([
    ['UTF-8 first', [utf8, gb], `is UTF-8 up to byte ${utf8.length}, and something else from there on`],
    ['UTF-8 last', [gb, utf8], `is UTF-8 from byte`],
  ] as const)('is told with the byte at which it changes: %s', async (_, [first, second], sentence) => {
    const bytes = new Uint8Array([...first, ...second]);
    const { summary } = await read(bytes);
    const [warning] = summary.warnings;
    expect(warning).toContain(sentence);
    const at = Number(/byte (\d+)/.exec(warning)?.[1]);
    // A character has two bytes there.
    expect(Math.abs(at - first.length)).toBeLessThanOrEqual(2);
  });

  it('is not what damage here and there makes', async () => {
    const bytes = new Uint8Array([...utf8, ...utf8]);
    for (let i = 1; i < 20; i++) bytes[i * 31] = 0xff;
    const { summary } = await read(bytes);
    expect(summary.warnings[0]).toMatch(/places are not valid UTF-8/);
  });
});

describe('UTF-16 with half a pair', () => {
  it('becomes U+FFFD and is counted', async () => {
    const units = Uint16Array.of(0xfeff, 0x61, 0xd83d, 0x62, 0xde00, 0x63);
    const corpus = await read(new Uint8Array(units.buffer));
    expect(textOf(corpus)).toBe('a\ufffdb\ufffdc');
    expect(corpus.summary.warnings[0]).toMatch(/^2 characters are not valid utf-16le/);
  });
});

it('the detector is asked for the labels it knows', () => {
  expect(tools.detect(Uint8Array.of(0xe9))).toEqual(expect.any(Array));
});

describe('other names of an encoding', () => {
  it.each([
    ['latin1', 'windows-1252'],
    ['ISO-8859-1', 'windows-1252'],
    ['ascii', 'windows-1252'],
    ['cp1252', 'windows-1252'],
    ['gb2312', 'gbk'],
    ['sjis', 'shift_jis'],
    ['utf8', 'utf-8'],
  ])('%s is %s', async (encoding, id) => {
    const { summary } = await read(utf8('plain text\n'), { encoding });
    expect(summary).toMatchObject({ encoding: id, encodingSource: 'chosen' });
  });

  it('utf-16 takes the byte order from mark or pattern, else little endian', async () => {
    const little = (text: string) => Buffer.from(text, 'utf16le');
    const of = async (bytes: Buffer) => (await read(new Uint8Array(bytes), { encoding: 'utf-16' })).summary;
    expect(await of(little('\ufeffab').swap16())).toMatchObject({ encoding: 'utf-16be' });
    expect(await of(little('plain text\n').swap16())).toMatchObject({ encoding: 'utf-16be' });
    expect(await of(little('plain text\n'))).toMatchObject({ encoding: 'utf-16le' });
    expect(await of(little('唐詩'))).toMatchObject({ encoding: 'utf-16le', encodingSource: 'chosen' });
  });
});
