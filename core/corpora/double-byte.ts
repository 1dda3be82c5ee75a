/**
 * Tells the double-byte encodings of East Asia apart. Each keeps its everyday characters together in a range of lead
 * bytes; a text in that encoding has most of its characters there, a text in another one does not. This also works for
 * texts of a few characters, for which statistical detectors answer at random.
 */

import { isLetter } from './single-byte.ts';

interface DoubleByte {
  readonly label: string;
  /** Lead bytes of the everyday characters: level 1 of the standard, or its syllables. */
  readonly everyday: (lead: number, trail: number) => boolean;
  /** Single bytes above 0x7f (half-width kana in Shift_JIS). */
  readonly single?: (byte: number) => boolean;
  /** Share of everyday characters a text of this encoding has at least. */
  readonly least: number;
}

const between = (low: number, high: number) => (byte: number) => byte >= low && byte <= high;

const candidates: readonly DoubleByte[] = [
  // Hangul syllables stand at B0–C8. Chinese text would reach far beyond.
  { label: 'euc-kr', everyday: (lead) => between(0xb0, 0xc8)(lead), least: 0.9 },
  // Kana stand in rows 24 and 25 of JIS X 0208; Japanese text is half kana. 88–97 and 30–4F hold the first level of kanji.
  {
    label: 'shift_jis',
    everyday: (lead, trail) =>
      (lead === 0x82 && trail >= 0x9f) ||
      lead === 0x83 ||
      (lead === 0x81 && trail <= 0x5b) ||
      between(0x88, 0x97)(lead),
    single: between(0xa1, 0xdf),
    least: 0.8,
  },
  {
    label: 'euc-jp',
    everyday: (lead) => lead === 0xa4 || lead === 0xa5 || lead === 0xa1 || between(0xb0, 0xcf)(lead),
    least: 0.97,
  },
  // Level 1 of GB 2312 at B0–D7, punctuation at A1 and A3.
  {
    label: 'gb18030',
    everyday: (lead, trail) => trail >= 0xa1 && (between(0xb0, 0xd7)(lead) || lead === 0xa1 || lead === 0xa3),
    least: 0.5,
  },
  // Level 1 of Big5 at A4–C6, punctuation at A1.
  { label: 'big5', everyday: (lead) => between(0xa4, 0xc6)(lead) || lead === 0xa1, least: 0.5 },
];

interface Share {
  /** Double-byte characters. */
  readonly total: number;
  readonly everyday: number;
  /** Kana in EUC-JP's rows, which tell Japanese from Chinese. */
  readonly kana: number;
  /** Characters with a letter of ASCII at their side, as the accented letters of Latin texts have it. */
  readonly besideLetters: number;
}

function share(sample: Uint8Array, { everyday, single }: DoubleByte): Share {
  let total = 0;
  let common = 0;
  let kana = 0;
  let besideLetters = 0;
  /** Where the last double-byte character ends. */
  let end = 0;
  for (let i = 0; i < sample.length - 1; i++) {
    const lead = sample[i];
    if (lead < 0x80) continue;
    if (single?.(lead)) {
      total++;
      continue;
    }
    // The second byte of the character before may look like a letter and is none.
    const letterBefore = i > end && isLetter(sample[i - 1]);
    const trail = sample[++i];
    // A second byte that is a digit opens a four-byte character of GB18030.
    if (trail >= 0x30 && trail <= 0x39) i += 2;
    total++;
    if (letterBefore || isLetter(sample[i + 1])) besideLetters++;
    end = i + 1;
    if (everyday(lead, trail)) common++;
    if (lead === 0xa4 || lead === 0xa5) kana++;
  }
  return { total, everyday: common, kana, besideLetters };
}

/** The double-byte encoding a sample is most likely in, or null when none fits. */
export function likelyDoubleByte(
  sample: Uint8Array,
  decoded: (label: string) => string | null,
): string | null {
  let best: { label: string; score: number } | null = null;
  for (const candidate of candidates) {
    if (decoded(candidate.label) === null) continue;
    const { total, everyday, kana, besideLetters } = share(sample, candidate);
    if (total === 0 || besideLetters > total / 2) continue;
    let score = everyday / total;
    if (score < candidate.least) continue;
    // The same bytes are kana in EUC-JP and in GB 2312; only Japanese text is full of them.
    if (candidate.label === 'euc-jp' && kana < 0.15 * total) continue;
    // Korean and Japanese ask for more than Chinese; a text that meets it is that language.
    if (candidate.label === 'euc-kr' || candidate.label === 'euc-jp') score += 1;
    if (candidate.label === 'shift_jis') score += 0.3;
    if (best === null || score > best.score) best = { label: candidate.label, score };
  }
  return best?.label ?? null;
}
