import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { LabErrorCode } from '../core/errors.ts';

/**
 * Odd and bad texts: what the lab has to say about each, whichever way it comes in. A text with `bytes` can be dropped,
 * uploaded, piped or opened; one with `make` is something else in the file system and can only be opened.
 */
export interface OddText {
  /** File name it is given. */
  readonly name: string;
  readonly bytes?: Uint8Array;
  /** Puts it at a path; answers with the way to take it away. Throws when this machine cannot. */
  readonly make?: (path: string) => void | (() => void) | Promise<() => void>;
  readonly outcome: Accepted | Refused;
}

interface Accepted {
  readonly encoding: string;
  readonly characters: number;
  readonly distinct: number;
  /** Each is part of a warning. */
  readonly warnings?: readonly RegExp[];
}

interface Refused {
  readonly code: LabErrorCode;
  readonly message: RegExp;
}

export const isRefused = (outcome: OddText['outcome']): outcome is Refused => 'code' in outcome;

const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const bytes = (...values: number[]) => Uint8Array.from(values);
const latin1 = (text: string) => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const utf16 = (text: string, little = true) => {
  const units = Buffer.from(text, 'utf16le');
  return new Uint8Array(little ? units : units.swap16());
};

/** Enough plain text around an oddity for it to be judged as one. */
const plain = 'A line of plain text, as there are many.\n'.repeat(30);
const plainLength = plain.length;
const plainDistinct = new Set(plain).size;

interface Encoded {
  readonly name: string;
  readonly text: string;
  readonly labels: readonly string[];
  readonly bytes: string;
}
const encodedTexts = JSON.parse(
  readFileSync(new URL('fixtures/encoded-texts.json', import.meta.url), 'utf8'),
) as Encoded[];

/** A text of the fixture in another encoding. */
function encoded(name: string): OddText {
  const found = encodedTexts.find((each) => each.name === name)!;
  const characters = [...found.text];
  return {
    name: `${name.replaceAll(' ', '-')}.txt`,
    bytes: new Uint8Array(Buffer.from(found.bytes, 'base64')),
    outcome: {
      encoding: found.labels[0],
      characters: characters.length,
      distinct: new Set(characters).size,
    },
  };
}

const manyCharacters = Array.from({ length: 30_000 }, (_, i) =>
  String.fromCodePoint(0x3400 + i + (i > 0xa400 ? 0x2000 : 0)),
);

const accepted = (
  name: string,
  content: string | Uint8Array,
  characters: number,
  distinct: number,
  warnings: readonly RegExp[] = [],
  encoding = 'utf-8',
): OddText => ({
  name,
  bytes: typeof content === 'string' ? utf8(content) : content,
  outcome: { encoding, characters, distinct, warnings },
});

const refused = (name: string, content: Uint8Array, code: LabErrorCode, message: RegExp): OddText => ({
  name,
  bytes: content,
  outcome: { code, message },
});

/** Bytes without any structure, the same every time (xorshift). */
function noise(length: number): Uint8Array {
  let state = 2463534242;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

const zipMember = (member: string) =>
  joined(latin1('PK\x03\x04\x14\0\x06\0\b\0\0\0!\0'), latin1(`${'\0'.repeat(16)}${member}`), noise(300));

/** Texts that can come in any way. */
export const oddTexts: readonly OddText[] = [
  accepted('one-character.txt', 'x', 1, 1, [/only one distinct character/]),
  accepted('two-characters.txt', 'xy', 2, 2, [
    /only 2 characters/,
    /in the held-out part and never in training/,
  ]),
  accepted('one-distinct-character.txt', 'a'.repeat(5000), 5000, 1, [/nothing to learn/]),
  accepted('only-line-ends.txt', '\n'.repeat(400), 400, 1, [/nothing to learn/]),
  accepted('only-spaces.txt', ' '.repeat(400), 400, 1, [/nothing to learn/]),
  accepted('all-distinct.txt', manyCharacters.slice(0, 2000).join(''), 2000, 2000, [
    /200 distinct characters occur/,
  ]),
  accepted(
    'thirty-thousand-characters.txt',
    manyCharacters.join('') + manyCharacters.join(''),
    60_000,
    30_000,
  ),
  accepted('nul.txt', `${plain}\0${plain}`, 2 * plainLength + 1, plainDistinct + 1, [/one NUL character/]),
  accepted('ends-in-nul.txt', 'hello world\0', 12, 9, [/one NUL character/]),
  accepted(
    'controls.txt',
    `${plain}\x01\x02\x1b[31mred\x1b[0m${plain}`,
    2 * plainLength + 14,
    plainDistinct + 8,
    [/control characters/],
  ),
  accepted('mixed-line-ends.txt', 'one\ntwo\r\nthree\rfour\n', 20, 11, [/2 LF, 1 CR LF, 1 CR/]),
  accepted('bidirectional.txt', `${plain}\u202egnp.txt\u2066x\u2069`, plainLength + 11, plainDistinct + 4, [
    /direction of writing/,
  ]),
  accepted('emoji.txt', '👩‍👩‍👧 🇫🇷 𝒳 😀😀 𠀀\n'.repeat(20), 320, 10, []),
  accepted('combining.txt', 'e\u0301'.repeat(600), 1200, 2, []),
  accepted('long-line.txt', 'abcdefghij '.repeat(100_000), 1_100_000, 11),
  accepted('replacement-characters.txt', `${plain}\ufffd`, plainLength + 1, plainDistinct + 1, []),
  accepted('utf-8-with-mark.txt', joined(bytes(0xef, 0xbb, 0xbf), utf8(plain)), plainLength, plainDistinct),
  accepted(
    'utf-16le-with-mark.txt',
    joined(bytes(0xff, 0xfe), utf16(plain)),
    plainLength,
    plainDistinct,
    [],
    'utf-16le',
  ),
  accepted(
    'utf-16be-with-mark.txt',
    joined(bytes(0xfe, 0xff), utf16(plain, false)),
    plainLength,
    plainDistinct,
    [],
    'utf-16be',
  ),
  accepted('utf-16le.txt', utf16(plain), plainLength, plainDistinct, [], 'utf-16le'),
  accepted('utf-16be.txt', utf16(plain, false), plainLength, plainDistinct, [], 'utf-16be'),
  accepted(
    'utf-16-half-a-pair.txt',
    joined(bytes(0xff, 0xfe), utf16('a\ud83db\ude00c')),
    5,
    4,
    [/2 characters are not valid utf-16le/],
    'utf-16le',
  ),
  accepted(
    'utf-16-odd-length.txt',
    joined(bytes(0xff, 0xfe), utf16(plain), bytes(0x41)),
    plainLength + 1,
    plainDistinct + 1,
    [/one character is not valid utf-16le/],
    'utf-16le',
  ),
  accepted(
    'broken-utf-8.txt',
    joined(utf8(`ä${plain}ö`), bytes(0xff), utf8('ü')),
    plainLength + 4,
    plainDistinct + 4,
    [/one place is not valid UTF-8, the first at byte 1234/],
  ),
  accepted('cut-utf-8.txt', joined(utf8('天气天气'), bytes(0xe5, 0xa4)), 5, 3, [/cut off at byte 12/]),
  accepted('caf-e.txt', latin1('caf\xe9'), 4, 4, [], 'windows-1252'),
  encoded('chinese in gb18030'),
  encoded('chinese word in gbk'),
  encoded('traditional in big5'),
  encoded('japanese in shift_jis'),
  encoded('japanese in euc_jp'),
  encoded('korean in euc_kr'),
  encoded('french in cp1252'),
  encoded('russian in cp1251'),
  accepted('name \u202egnp.txt', plain, plainLength, plainDistinct),
  accepted('name \x1b[31m red.txt', plain, plainLength, plainDistinct),
  accepted('<img src=x onerror=alert(1)>.txt', plain, plainLength, plainDistinct),
  accepted(`${'n'.repeat(251)}.txt`, plain, plainLength, plainDistinct),
  accepted(
    'words-like-signatures.txt',
    `ID3 tags, BZh and OggS are names of formats.\n${plain}`,
    plainLength + 45,
    plainDistinct + 9,
  ),

  refused('empty.txt', bytes(), 'text-empty', /empty/),
  refused('only-a-mark.txt', bytes(0xef, 0xbb, 0xbf), 'text-empty', /byte order mark/),
  refused('only-a-mark-16.txt', bytes(0xff, 0xfe), 'text-empty', /byte order mark/),
  refused('utf-32.txt', joined(bytes(0xff, 0xfe, 0, 0), bytes(0x61, 0, 0, 0)), 'text-unreadable', /UTF-32/),
  refused('only-nul.txt', new Uint8Array(4096), 'text-binary', /control characters/),
  refused('noise.bin', noise(100_000), 'text-binary', /control characters/),
  refused('picture.png', joined(latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), noise(500)), 'text-binary', /PNG/),
  refused('picture.jpg', joined(bytes(0xff, 0xd8, 0xff, 0xe0), noise(500)), 'text-binary', /JPEG/),
  refused('picture.gif', joined(latin1('GIF89a'), noise(500)), 'text-binary', /GIF/),
  refused('archive.zip', zipMember('notes.txt'), 'text-binary', /zip/),
  refused('letter.docx', zipMember('word/document.xml'), 'text-binary', /Word/),
  refused('table.xlsx', zipMember('xl/workbook.xml'), 'text-binary', /Excel/),
  refused(
    'letter.doc',
    joined(bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), noise(500)),
    'text-binary',
    /Word/,
  ),
  refused('paper.pdf', joined(latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), noise(500)), 'text-binary', /PDF/),
  refused('text.txt.gz', joined(bytes(0x1f, 0x8b, 8, 0), noise(500)), 'text-binary', /gzip/),
  refused('program', joined(latin1('\x7fELF\x02\x01\x01'), noise(500)), 'text-binary', /ELF/),
  refused('letter.rtf', latin1('{\\rtf1\\ansi Hello}'), 'text-binary', /Rich Text/),
];

/** Things in a file system that are no text; `make` puts them at a path. */
export const oddPaths: readonly OddText[] = [
  {
    name: 'folder',
    make: (path) => mkdirSync(path),
    outcome: { code: 'text-not-a-file', message: /folder/ },
  },
  {
    name: 'pipe',
    make: (path) => void execFileSync('mkfifo', [path]),
    outcome: { code: 'text-not-a-file', message: /pipe/ },
  },
  {
    name: 'socket',
    make: (path) =>
      new Promise((resolve, reject) => {
        const server = createServer().on('error', reject);
        server.listen(path, () => resolve(() => void server.close()));
      }),
    outcome: { code: 'text-not-a-file', message: /socket/ },
  },
  {
    name: 'endless-device',
    make: (path) => symlinkSync('/dev/zero', path),
    outcome: { code: 'text-not-a-file', message: /device/ },
  },
  {
    name: 'empty-device',
    make: (path) => symlinkSync('/dev/null', path),
    outcome: { code: 'text-not-a-file', message: /device/ },
  },
  {
    name: 'loop-of-links',
    make: (path) => {
      symlinkSync(`${path}-2`, path);
      symlinkSync(path, `${path}-2`);
      return () => unlinkSync(`${path}-2`);
    },
    outcome: { code: 'text-not-a-file', message: /loop of links/ },
  },
  {
    name: 'dangling-link',
    make: (path) => symlinkSync(`${path}-nowhere`, path),
    outcome: { code: 'text-not-found', message: /does not exist/ },
  },
  {
    name: 'vanished.txt',
    make: () => undefined,
    outcome: { code: 'text-not-found', message: /does not exist/ },
  },
  {
    name: join('file.txt', 'inside.txt'),
    make: (path) => {
      const parent = join(path, '..');
      writeFileSync(parent, 'x');
      return () => rmSync(parent);
    },
    outcome: { code: 'text-not-found', message: /part of its path is no folder/ },
  },
  {
    name: `${'n'.repeat(300)}.txt`,
    make: () => undefined,
    outcome: { code: 'text-not-found', message: /too long/ },
  },
  {
    name: 'no-permission.txt',
    make: (path) => {
      // Modes mean nothing to root.
      if (process.getuid?.() === 0) throw new Error('modes do not stop root');
      writeFileSync(path, plain);
      chmodSync(path, 0o000);
    },
    outcome: { code: 'text-no-permission', message: /may not be read/ },
  },
];
