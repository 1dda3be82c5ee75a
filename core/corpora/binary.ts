import { LabError } from '../errors.ts';
import { marked } from './encoding.ts';

/** First bytes by which formats are known, as Latin-1, and what they are called. */
const signatures: readonly (readonly [start: string, name: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF87a', 'a GIF picture'],
  ['GIF89a', 'a GIF picture'],
  ['II*\x00', 'a TIFF picture'],
  ['MM\x00*', 'a TIFF picture'],
  ['%PDF-', 'a PDF document'],
  ['PK\x05\x06', 'an empty zip archive'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old Word, Excel or PowerPoint document'],
  ['\x1f\x8b', 'a gzip archive'],
  ['BZh91AY&SY', 'a bzip2 archive'],
  ['\xfd7zXZ\x00', 'an xz archive'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive'],
  ['\x7fELF', 'a program (ELF)'],
  ['MZ\x90\x00', 'a program (Windows)'],
  ['\xcf\xfa\xed\xfe', 'a program (macOS)'],
  ['\x00asm', 'a WebAssembly module'],
  ['SQLite format 3\x00', 'a SQLite database'],
  ['OggS\x00', 'an Ogg recording'],
  ['ID3\x02', 'an MP3 recording'],
  ['ID3\x03', 'an MP3 recording'],
  ['ID3\x04', 'an MP3 recording'],
  ['fLaC\x00', 'a FLAC recording'],
  ['\x00\x00\x01\x00', 'an icon'],
  ['wOFF\x00\x01', 'a font'],
  ['wOF2\x00\x01', 'a font'],
  ['OTTO\x00', 'a font'],
  ['\x00\x01\x00\x00\x00', 'a font'],
  ['\xca\xfe\xba\xbe', 'a compiled program (Java, macOS)'],
  ['{\\rtf', 'a Rich Text document'],
];

/** What a zip archive is, by the names of its first members. */
const zipped: readonly (readonly [member: string, name: string])[] = [
  ['word/', 'a Word document'],
  ['xl/', 'an Excel document'],
  ['ppt/', 'a PowerPoint document'],
  ['application/vnd.oasis.opendocument', 'an OpenDocument file'],
  ['application/epub+zip', 'an EPUB book'],
];

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/**
 * What a file is when it is not a text, by its first bytes; null when they say nothing. Signatures that are words
 * are taken only with the bytes that follow them in such a file: a text may begin with the word.
 */
function binaryKind(head: Uint8Array): string | null {
  const start = latin1(head.subarray(0, 32));
  if (start.startsWith('PK\x03\x04')) {
    const members = latin1(head.subarray(0, 8192));
    return zipped.find(([member]) => members.includes(member))?.[1] ?? 'a zip archive';
  }
  for (const [signature, name] of signatures) if (start.startsWith(signature)) return name;
  if (start.startsWith('RIFF') && /^(WEBP|WAVE|AVI )/.test(start.slice(8)))
    return start.startsWith('WEBP', 8) ? 'a WebP picture' : 'a recording (RIFF)';
  if (start.startsWith('ftyp', 4) && start.startsWith('\0')) return 'a film or picture (MP4, HEIC)';
  if (head.length > 262 && latin1(head.subarray(257, 262)) === 'ustar') return 'a tar archive';
  return null;
}

/** Share of control bytes (not tab, line ends, form feed, escape) above which a sample is no text. */
const mostControls = { utf8: 0.1, other: 0.03 };

const next = 'Save it as plain text and open that.';

/** @throws LabError `text-binary` for the formats above */
export function refuseKnownFormat(name: string, head: Uint8Array): void {
  const kind = binaryKind(head);
  if (kind === null) return;
  throw new LabError('text-binary', `'${name}' looks like ${kind}, not like a text.`, next);
}

/** Bytes of a beginning that are enough to refuse a file by, without what follows. */
export const enoughToRefuse = 65_536;
/** Share of control bytes of a beginning that no text has in any encoding; in UTF-16 every other byte is one at most. */
const noText = 0.9;

/**
 * Refuses by its beginning what is surely no text, so that gigabytes are not read first.
 * @throws LabError `text-binary`
 */
export function refuseAtOnce(name: string, head: Uint8Array): void {
  if (head.length < enoughToRefuse) return;
  if (marked(head) !== null) return;
  refuseKnownFormat(name, head);
  if (controlsIn(head) > noText * head.length) throw full(name, head);
}

/**
 * Refuses what is full of control bytes, unless it is UTF-16, where they are halves of characters.
 * @param utf8 the bytes are well-formed UTF-8, which data that is no text hardly ever is
 * @throws LabError `text-binary`
 */
export function refuseControls(name: string, head: Uint8Array, utf8: boolean): void {
  const controls = controlsIn(head);
  // A handful of control characters is odd but valid, even where the text is short.
  if (controls <= 8 || controls <= head.length * (utf8 ? mostControls.utf8 : mostControls.other)) return;
  throw full(name, head);
}

function controlsIn(head: Uint8Array): number {
  let controls = 0;
  for (const byte of head)
    if (byte < 9 || byte === 11 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) controls++;
  return controls;
}

const full = (name: string, head: Uint8Array): LabError =>
  new LabError(
    'text-binary',
    `'${name}' does not look like a text: ${Math.round((100 * controlsIn(head)) / head.length)} % of its first ${head.length} bytes are control characters.`,
    next,
  );
