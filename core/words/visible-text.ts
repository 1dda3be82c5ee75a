import { codePointName } from '../corpora/character-names.ts';

/**
 * Characters that change how the text around them is shown, or are not seen at all: controls, directions, fillers,
 * line and paragraph separators, tags, non-characters and lone surrogates. Joiners (U+200C, U+200D) and variation
 * selectors stay: scripts and emoji need them.
 */
const unseen =
  // eslint-disable-next-line no-control-regex
  /[\u034f\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}\ud800-\udfff]/gu;

const named = (character: string) => `⟦${codePointName(character.codePointAt(0)!)}⟧`;

/** Outside text (names, labels, questions) on one line: what cannot be seen is spelt out, e.g. ⟦U+202E⟧. */
export function visibleLine(text: string): string {
  return text.replace(unseen, named);
}

/** The same for a block of text: line feeds and tabs stay, everything else that cannot be seen is spelt out. */
export function visibleBlock(text: string): string {
  return text.replace(unseen, (character) =>
    character === '\n' || character === '\t' ? character : named(character),
  );
}

/**
 * JSON in which everything that cannot be seen is escaped: it reads back to the same, and no control of a terminal or of the
 * direction of writing gets through. Lines between values stay.
 */
export function visibleJson(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(unseen, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, i) => escaped(character[i])).join(''),
  );
}

/** Signs of the controls that texts are made of. */
const controlSigns: Readonly<Record<string, string>> = { '\n': '⏎', '\t': '⇥', '\r': '␍' };

/**
 * One character as a sign of its own, for texts that are set position by position: line feed ⏎, tab ⇥, other controls
 * as their Unicode pictures (␀), a combining mark on ◌, and ▯ for what cannot be seen otherwise; a space stays one.
 */
export function visibleSign(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (character === ' ') return character;
  const control = controlSigns[character];
  if (control !== undefined) return control;
  if (codePoint < 0x20) return String.fromCodePoint(0x2400 + codePoint);
  if (codePoint === 0x7f) return '␡';
  if (visibleLine(character) !== character || /[\p{C}\p{Z}\p{Variation_Selector}]/u.test(character))
    return '▯';
  return /[\p{Mn}\p{Me}]/u.test(character) ? `◌${character}` : character;
}
