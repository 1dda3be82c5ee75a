/** Encodings of alphabets other than Latin: their words are bytes above ASCII throughout. */
const otherAlphabets = new Set([
  'windows-1251',
  'koi8-r',
  'iso-8859-5',
  'windows-1253',
  'windows-1255',
  'windows-1256',
  'windows-874',
]);
/** Encodings of Latin letters with marks, which stand alone among letters of ASCII. */
const latinAlphabets = new Set([
  'windows-1252',
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'windows-1257',
]);

/** The detector's names where another label decodes the same letters and more. */
const supersets: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-6': 'windows-1256',
  'iso-8859-9': 'windows-1254',
};

/** Whether a byte, if there is one, is a letter of ASCII. */
export const isLetter = (byte = 0) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** Share of bytes above ASCII that touch a letter of ASCII. */
function besideLetters(sample: Uint8Array): number {
  let high = 0;
  let touching = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] < 0x80) continue;
    high++;
    if (isLetter(sample[i - 1]) || isLetter(sample[i + 1])) touching++;
  }
  return high === 0 ? 0 : touching / high;
}

/** Bytes that are other letters in Turkish than in Western texts: Ð Ý Þ ð ý þ against Ğ İ Ş ğ ı ş. */
const turkish = new Set([0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe]);

/**
 * The encoding of a text with one byte per character: what the detector finds likeliest among those whose words look
 * like this, windows-1252 when it finds none.
 * @param detected WHATWG-like names, best first
 */
export function likelySingleByte(
  sample: Uint8Array,
  detected: readonly string[],
  decoded: (label: string) => string | null,
): string {
  const group = besideLetters(sample) > 0.3 ? latinAlphabets : otherAlphabets;
  const names = detected.map((name) => supersets[name] ?? name);
  const found = names.find((name) => group.has(name) && decoded(name) !== null) ?? 'windows-1252';
  if (found === 'windows-1254' && !sample.some((byte) => turkish.has(byte))) return 'windows-1252';
  return found;
}
