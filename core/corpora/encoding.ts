import { LabError } from '../errors.ts';
import type { EncodingSource } from './corpus.ts';
import { likelyDoubleByte } from './double-byte.ts';
import type { TextTools } from './text-tools.ts';
import type { Utf8Census } from './utf8.ts';

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
  { id: 'euc-kr', label: 'EUC-KR (Korean)' },
  { id: 'windows-1252', label: 'Windows-1252 (Western)' },
  { id: 'windows-1250', label: 'Windows-1250 (Central European)' },
  { id: 'windows-1251', label: 'Windows-1251 (Cyrillic)' },
  { id: 'koi8-r', label: 'KOI8-R (Cyrillic)' },
  { id: 'windows-1253', label: 'Windows-1253 (Greek)' },
  { id: 'windows-1254', label: 'Windows-1254 (Turkish)' },
  { id: 'windows-1255', label: 'Windows-1255 (Hebrew)' },
  { id: 'windows-1256', label: 'Windows-1256 (Arabic)' },
  { id: 'iso-8859-2', label: 'ISO 8859-2 (Central European)' },
] as const;

export interface EncodingGuess {
  /** WHATWG label. */
  readonly encoding: string;
  readonly source: EncodingSource;
}

/** @throws LabError `unknown-name` for a name that is not in the list */
export function knownEncoding(name: string): string {
  const wanted = name.toLowerCase().replace(/^utf8$/, 'utf-8');
  const found = encodings.find((each) => each.id === wanted);
  if (!found)
    throw new LabError(
      'unknown-name',
      `No encoding '${name}'. There are: ${encodings.map((each) => each.id).join(', ')}.`,
    );
  return found.id;
}

/** An encoding by its byte order mark, or null. @throws LabError `text-unreadable` for UTF-32 */
export function byMark(head: Uint8Array): EncodingGuess | null {
  const [a, b, c, d] = head;
  const utf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (utf32)
    throw new LabError('text-unreadable', 'This text is in UTF-32, which is not read.', 'Save it as UTF-8.');
  const source = 'byte-order-mark';
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', source };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', source };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', source };
  return null;
}

/**
 * UTF-16 without a mark shows in its NUL bytes: spaces, line ends and Latin letters have one in every pair, always on
 * the same side. Stray NUL bytes in other texts fall on both sides.
 */
export function byNulPattern(sample: Uint8Array, tools: TextTools): EncodingGuess | null {
  const pairs = sample.length >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < 2 * pairs; i += 2) {
    if (sample[i] === 0) even++;
    if (sample[i + 1] === 0) odd++;
  }
  const enough = Math.max(1, pairs * 0.01);
  const encoding =
    odd >= enough && odd > 10 * even ? 'utf-16le' : even >= enough && even > 10 * odd ? 'utf-16be' : null;
  if (encoding === null) return null;
  const text = decodedOrNull(sample.subarray(0, 2 * pairs), encoding, tools);
  // eslint-disable-next-line no-control-regex
  const controls = text?.match(/[\u0000-\u0008\u000e-\u001f\ue000-\uf8ff\uffff]/g)?.length ?? 0;
  return text !== null && controls <= text.length * 0.02 ? { encoding, source: 'nul-pattern' } : null;
}

/** The sample in an encoding, or null when a byte does not belong. A character cut off at the end is no fault. */
export function decodedOrNull(sample: Uint8Array, encoding: string, tools: TextTools): string | null {
  try {
    return tools.decoder(encoding, true).decode(sample, { stream: true });
  } catch {
    return null;
  }
}

/**
 * The encoding of a text without mark and NUL pattern: UTF-8 where it is well formed or nearly so, else the best guess.
 * @param census of the whole text
 * @param sample the part of the text around its first byte that is not UTF-8
 */
export function byContent(census: Utf8Census, sample: Uint8Array, tools: TextTools): EncodingGuess {
  if (census.broken === 0) return { encoding: 'utf-8', source: 'valid-utf-8' };
  // Damaged UTF-8 has far more whole sequences than broken ones; another encoding read as UTF-8 has hardly any.
  if (census.truncated || census.multibyte > 10 * census.broken)
    return { encoding: 'utf-8', source: 'detected' };
  const double = likelyDoubleByte(sample, (label) => decodedOrNull(sample, label, tools) !== null);
  if (double !== null) return { encoding: double, source: 'detected' };
  const known = new Set<string>(encodings.map((each) => each.id));
  const singleByte = tools
    .detect(sample)
    .find(
      (label) =>
        known.has(label) && /^(windows|koi8|iso)/.test(label) && decodedOrNull(sample, label, tools) !== null,
    );
  return { encoding: singleByte ?? 'windows-1252', source: 'detected' };
}
