import { firstFrom } from '../halving.ts';
import { encodings } from './encoding.ts';
import type { TextTools } from './text-tools.ts';

/** How a text begins when it is read in an encoding. */
export interface EncodingReading {
  /** WHATWG label. */
  readonly encoding: string;
  /** Some characters; U+FFFD where bytes do not fit. */
  readonly text: string;
  /** Offset of the first byte that does not fit, among those that were looked at; −1 where all do. */
  readonly misfit: number;
  /** Worth reading beside the present one: it fits, or nearly, and reads otherwise than those before it in the list. */
  readonly likely: boolean;
}

/** Bytes from the beginning of a text that are tried in every encoding. */
export const triedBytes = 64 * 1024;
/** Bytes and characters of what is shown of each. */
const shown = { bytes: 480, characters: 80 };
/** Most readings that are set side by side. */
const mostLikely = 4;
/** Those that a text of East Asia may be in: detectors answer at random there. */
const eastAsian = ['gb18030', 'big5', 'shift_jis', 'euc-kr', 'euc-jp'];
const western = ['windows-1252', 'windows-1251'];

/**
 * A text in every encoding of the list, the likely ones first and the present one before them. What is shown begins at the
 * line of the first byte above ASCII, for encodings differ from there on.
 * @param head the first `triedBytes` of the text
 * @param current the encoding it is read in
 * @param notUtf8From as a survey of the whole text has found it
 */
export function encodingReadings(
  head: Uint8Array,
  current: string,
  notUtf8From: number,
  tools: TextTools,
): EncodingReading[] {
  const from = current.startsWith('utf-16') ? 0 : firstOfInterest(head);
  const excerpt = head.subarray(from, from + shown.bytes);
  const read = (encoding: string) =>
    [...tools.decoder(encoding, false).decode(excerpt, { stream: true })]
      .slice(0, shown.characters)
      .join('')
      .split(/\r\n?|\n/)
      .find((line) => line.trim() !== '') ?? '';
  const known = encodings.map(({ id }): string => id);
  const others = [...tools.detect(head.subarray(from)), ...western];
  const order = [
    ...[current, 'utf-8'],
    ...([...eastAsian, 'utf-8', 'gbk'].includes(current)
      ? [...eastAsian, ...others]
      : [...others, ...eastAsian]),
    ...known,
  ];
  const all = [...new Set(order)].filter((id) => known.includes(id));
  const readings = all.map((encoding) => ({
    encoding,
    text: read(encoding),
    misfit: encoding === 'utf-8' ? notUtf8From : firstMisfit(head, encoding, tools),
  }));
  const chosen: string[] = [];
  const isLikely = ({ encoding, text }: (typeof readings)[number]): boolean => {
    // UTF-16 fits almost anything, and is told by its pattern.
    const idle = encoding.startsWith('utf-16') || chosen.includes(text) || isRuined(text);
    if (encoding !== current && (chosen.length >= mostLikely || idle)) return false;
    chosen.push(text);
    return true;
  };
  const told = readings.map((reading) => ({ ...reading, likely: isLikely(reading) }));
  return [...told.filter(({ likely }) => likely), ...told.filter(({ likely }) => !likely)];
}

/** Beginning of the line of the first byte above ASCII, or shortly before it in a long one; 0 where there is none. */
function firstOfInterest(head: Uint8Array): number {
  const high = head.findIndex((byte) => byte > 0x7f);
  if (high < 0) return 0;
  return Math.max(head.subarray(0, high).lastIndexOf(0x0a) + 1, high - shown.characters / 4, 0);
}

/** Half of what is above ASCII does not fit, or there are controls that no text has. */
function isRuined(text: string): boolean {
  const high = [...text].filter((character) => character > '\u007f');
  return high.filter((character) => /[\ufffd\p{Cc}\p{Cn}\p{Co}]/u.test(character)).length * 2 > high.length;
}

/** Found by halving: once a byte does not fit, every longer beginning has it. */
function firstMisfit(head: Uint8Array, encoding: string, tools: TextTools): number {
  const fits = (bytes: number): boolean => {
    try {
      tools.decoder(encoding, true).decode(head.subarray(0, bytes), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (fits(head.length)) return -1;
  return firstFrom(1, head.length, (bytes) => !fits(bytes)) - 1;
}
