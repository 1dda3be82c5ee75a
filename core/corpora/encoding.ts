import { LabError } from '../errors.ts';
import type { EncodingGuess } from './corpus.ts';
import { likelyDoubleByte } from './double-byte.ts';
import { likelySingleByte } from './single-byte.ts';
import type { TextTools } from './text-tools.ts';
import type { Utf8Census } from './utf8.ts';
import { utf32 } from './wide.ts';

/** Encodings a user can choose from. The ids are WHATWG labels, which every host decodes. */
export const encodings = [
  { id: 'utf-8', label: 'UTF-8' },
  { id: 'utf-16le', label: 'UTF-16 LE' },
  { id: 'utf-16be', label: 'UTF-16 BE' },
  { id: 'gb18030', label: 'GB18030 (simplified Chinese)' },
  { id: 'gbk', label: 'GBK (simplified Chinese)' },
  { id: 'big5', label: 'Big5 (traditional Chinese)' },
  { id: 'shift_jis', label: 'Shift_JIS (Japanese)' },
  { id: 'euc-jp', label: 'EUC-JP (Japanese)' },
  { id: 'iso-2022-jp', label: 'ISO-2022-JP (Japanese)' },
  { id: 'euc-kr', label: 'EUC-KR (Korean)' },
  { id: 'windows-1252', label: 'Windows-1252 (Western)' },
  { id: 'windows-1250', label: 'Windows-1250 (Central European)' },
  { id: 'windows-1251', label: 'Windows-1251 (Cyrillic)' },
  { id: 'koi8-r', label: 'KOI8-R (Cyrillic)' },
  { id: 'windows-1253', label: 'Windows-1253 (Greek)' },
  { id: 'windows-1254', label: 'Windows-1254 (Turkish)' },
  { id: 'windows-1255', label: 'Windows-1255 (Hebrew)' },
  { id: 'windows-1256', label: 'Windows-1256 (Arabic)' },
  { id: 'windows-1257', label: 'Windows-1257 (Baltic)' },
  { id: 'windows-1258', label: 'Windows-1258 (Vietnamese)' },
  { id: 'windows-874', label: 'Windows-874 (Thai)' },
  { id: 'iso-8859-2', label: 'ISO 8859-2 (Central European)' },
  { id: 'iso-8859-5', label: 'ISO 8859-5 (Cyrillic)' },
] as const;

/** The WHATWG name for any of its labels (`latin1`, `sjis`, `cp1252`); what is no label stays as it is. */
function standardName(label: string, tools: TextTools): string {
  try {
    return tools.decoder(label, false).encoding;
  } catch {
    return label;
  }
}

/**
 * An encoding by any label the WHATWG standard has for it.
 * @returns `open` where the label leaves the byte order open, as `utf-16` does: the encoding is then the likelier one
 * @throws LabError `unknown-name` for a name that is not in the list
 */
export function knownEncoding(name: string, tools: TextTools): { encoding: string; open: boolean } {
  const wanted = name.trim().toLowerCase();
  const standard = standardName(wanted, tools);
  const found = encodings.find(({ id }) => id === standard);
  if (!found)
    throw new LabError(
      'unknown-name',
      `No encoding '${name}'. There are: ${encodings.map((each) => each.id).join(', ')}.`,
    );
  return { encoding: found.id, open: found.id === 'utf-16le' && wanted !== found.id };
}

/** The encoding whose byte order mark a text begins with, or null. That of UTF-32 begins with one of UTF-16. */
export function marked([a, b, c]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** An encoding by its byte order mark, or null. @throws LabError `text-unreadable` for UTF-32 */
export function byMark(head: Uint8Array): EncodingGuess | null {
  const [a, b, c, d] = head;
  const utf32Mark =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (utf32Mark) throw utf32();
  const encoding = marked(head);
  return encoding && { encoding, source: 'byte-order-mark' };
}

/** The sample in an encoding, or null when a byte does not belong. A character cut off at the end is no fault. */
function decodedOrNull(sample: Uint8Array, encoding: string, tools: TextTools): string | null {
  try {
    return tools.decoder(encoding, true).decode(sample, { stream: true });
  } catch {
    return null;
  }
}

/** ISO-2022-JP is ASCII with escape sequences, of which only these open Japanese. */
// eslint-disable-next-line no-control-regex
const japaneseEscape = /\x1b\$[@B]/;

/**
 * The encoding of a text without mark and NUL pattern: UTF-8 where it is well formed or nearly so, else the best guess.
 * @param census of the whole text
 * @param head its beginning
 * @param sample the text from its first byte above ASCII, at which a character begins in every encoding asked here
 */
export function byContent(
  census: Utf8Census,
  head: Uint8Array,
  sample: Uint8Array,
  tools: TextTools,
): EncodingGuess {
  if (census.firstHigh < 0 && japaneseEscape.test(String.fromCharCode(...head.subarray(0, 4096))))
    if (decodedOrNull(head, 'iso-2022-jp', tools) !== null)
      return { encoding: 'iso-2022-jp', source: 'detected' };
  if (census.broken === 0) return { encoding: 'utf-8', source: 'valid-utf-8' };
  // Damaged UTF-8 has more whole sequences than broken ones; another encoding read as UTF-8 has few. One odd byte at
  // the very end is likelier an accented letter than the start of the only character outside ASCII.
  const cutOff = census.truncated > 1 || (census.truncated === 1 && census.multibyte > 0);
  if (cutOff || census.multibyte > census.broken) return { encoding: 'utf-8', source: 'detected' };
  const decoded = (label: string) => decodedOrNull(sample, label, tools);
  const encoding =
    likelyDoubleByte(sample, decoded) ?? likelySingleByte(sample, tools.detect(sample), decoded);
  return { encoding, source: 'detected' };
}
