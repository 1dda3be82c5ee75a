import { LabError } from '../errors.ts';
import type { EncodingGuess } from './corpus.ts';
import type { TextTools } from './text-tools.ts';

/** Characters that every long text has: ASCII, the ideographic space and full stop, full-width punctuation. */
const familiar = /[\t\n\r -~\u3000-\u3002\uff01-\uff1f]/g;
/** What no text has much of: control characters, unassigned and private ones, U+FFFD. */
// eslint-disable-next-line no-control-regex
const strange = /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\p{Cn}\p{Co}\p{Cs}]/gu;
const mostStrange = 0.02;

interface Reading {
  readonly encoding: 'utf-16le' | 'utf-16be';
  readonly familiar: number;
  readonly strange: number;
  readonly length: number;
}

function reading(bytes: Uint8Array, encoding: Reading['encoding'], tools: TextTools): Reading {
  const text = tools.decoder(encoding, false).decode(bytes, { stream: true });
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return { encoding, familiar: count(familiar), strange: count(strange), length: text.length };
}

/** NUL bytes at even and at odd offsets. */
function nulBytes(bytes: Uint8Array): { even: number; odd: number } {
  const at = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) at[i & 1]++;
  return { even: at[0], odd: at[1] };
}

/**
 * UTF-16 without a mark. Latin, Greek, Cyrillic text shows in its NUL bytes: at least its spaces and line ends have
 * one, always on the same side, and nothing else is wrong with it as UTF-8. Chinese, Japanese, Korean text has few NUL
 * bytes and on both sides, but is no UTF-8; there, punctuation and line ends come out in one byte order only.
 * @param head the beginning of the text
 * @param utf8 all of the text is well-formed UTF-8
 */
export function byWidePattern(head: Uint8Array, utf8: boolean, tools: TextTools): EncodingGuess | null {
  const pairs = head.length >> 1;
  if (pairs === 0) return null;
  const bytes = head.subarray(0, 2 * pairs);
  refuseUtf32(bytes);
  const { even, odd } = nulBytes(bytes);
  const source = even + odd > 0 ? 'nul-pattern' : 'detected';
  if (utf8) {
    // A NUL here and there does not make UTF-16 of a plain text.
    const enough = pairs === 1 ? 1 : Math.max(2, pairs * 0.1);
    const encoding = odd >= enough && odd > 10 * even ? 'utf-16le' : 'utf-16be';
    if (encoding === 'utf-16be' && !(even >= enough && even > 10 * odd)) return null;
    const { strange, length } = reading(bytes, encoding, tools);
    return strange <= length * mostStrange ? { encoding, source } : null;
  }
  const little = reading(bytes, 'utf-16le', tools);
  const big = reading(bytes, 'utf-16be', tools);
  const found = fits(little, big) ? little : fits(big, little) ? big : null;
  return found && { encoding: found.encoding, source };
}

/** One byte order gives a text, and the other gives none or has far fewer familiar characters. */
function fits(one: Reading, other: Reading): boolean {
  const clean = ({ strange, length }: Reading) => strange <= length * mostStrange;
  const enough = one.familiar >= Math.max(1, one.length * 0.01);
  return clean(one) && enough && one.familiar > (clean(other) ? 4 : 1) * other.familiar;
}

/**
 * UTF-32 has a zero byte in every four, and next to it one of at most 0x10.
 * @throws LabError `text-unreadable`: no host decodes UTF-32
 */
function refuseUtf32(bytes: Uint8Array): void {
  const groups = bytes.length >> 2;
  if (groups === 0) return;
  const fits = (top: number, plane: number, low: number) => {
    let filled = 0;
    let basic = 0;
    for (let i = 0; i < 4 * groups; i += 4) {
      if (bytes[i + top] !== 0 || bytes[i + plane] > 0x10) return false;
      if (bytes[i + low] !== 0) filled++;
      if (bytes[i + plane] === 0) basic++;
    }
    // Lines of one letter in UTF-16 would pass but for the last condition; data that is all NUL but for the first.
    return 2 * filled > groups && 2 * basic > groups;
  };
  if (fits(3, 2, 0) || fits(0, 1, 3)) throw utf32();
}

export function utf32(): LabError {
  return new LabError('text-unreadable', 'This text is in UTF-32, which is not read.', 'Save it as UTF-8.');
}
