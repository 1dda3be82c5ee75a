import { LabError } from '../errors.ts';

/** First bytes by which formats are known, as Latin-1, and what they are called. */
const signatures: readonly (readonly [start: string, name: string])[] = [
  ['\x89PNG\r\n\x1a\n', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a zip archive or an Office document (Word, Excel, OpenDocument)'],
  ['PK\x05\x06', 'an empty zip archive'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old Word, Excel or PowerPoint document'],
  ['\x1f\x8b', 'a gzip archive'],
  ['BZh', 'a bzip2 archive'],
  ['\xfd7zXZ\x00', 'an xz archive'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive'],
  ['\x7fELF', 'a program (ELF)'],
  ['MZ\x90\x00', 'a program (Windows)'],
  ['\xcf\xfa\xed\xfe', 'a program (macOS)'],
  ['\x00asm', 'a WebAssembly module'],
  ['SQLite format 3\x00', 'a SQLite database'],
  ['OggS', 'an Ogg recording'],
  ['ID3', 'an MP3 recording'],
  ['fLaC', 'a FLAC recording'],
  ['\x00\x00\x01\x00', 'an icon'],
  ['wOFF', 'a font'],
  ['wOF2', 'a font'],
];

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** What a file is when it is not a text, by its first bytes; null when they say nothing. */
export function binaryKind(head: Uint8Array): string | null {
  const start = latin1(head.subarray(0, 32));
  for (const [signature, name] of signatures) if (start.startsWith(signature)) return name;
  if (start.startsWith('RIFF')) return start.startsWith('WEBP', 8) ? 'a WebP picture' : 'a recording (RIFF)';
  if (start.startsWith('ftyp', 4)) return 'a film or picture (MP4, HEIC)';
  return null;
}

/** Share of control bytes (not tab, line ends, form feed, escape) above which a sample is no text. */
const mostControls = 0.1;

/** @throws LabError `text-binary` for what is clearly not a text */
export function refuseBinary(head: Uint8Array, wide: boolean): void {
  const kind = binaryKind(head);
  const next = 'Save it as plain text and open that.';
  if (kind !== null) throw new LabError('text-binary', `This looks like ${kind}, not like a text.`, next);
  if (wide) return;
  let controls = 0;
  for (const byte of head)
    if (byte < 9 || byte === 11 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) controls++;
  // A handful of control characters is odd but valid, even where the text is short.
  if (controls > 8 && controls > head.length * mostControls)
    throw new LabError(
      'text-binary',
      `This does not look like a text: ${Math.round((100 * controls) / head.length)} % of its first ${head.length} bytes are control characters.`,
      next,
    );
}
