import type { LineEnds } from './corpus.ts';
import type { IndexedText } from './indexer.ts';

/** How often what is odd in a text occurs in it. */
export interface OddCharacters {
  readonly nul: number;
  /** Control characters other than NUL, tab, line ends and form feed. */
  readonly controls: number;
  /** Characters that change the direction of writing. */
  readonly bidirectional: number;
  /** U+FFFD. */
  readonly replacements: number;
  readonly lineEnds: LineEnds;
}

const isControl = (point: number) =>
  (point < 0x20 && point !== 0 && !(point >= 0x09 && point <= 0x0d && point !== 0x0b)) ||
  (point >= 0x7f && point < 0xa0);
const isBidirectional = (point: number) =>
  (point >= 0x202a && point <= 0x202e) ||
  (point >= 0x2066 && point <= 0x2069) ||
  point === 0x200e ||
  point === 0x200f ||
  point === 0x061c;

/**
 * Read from the counts of the characters, so that it costs nothing per character.
 * @param lineEndPairs CR LF pairs, which no count of single characters tells
 */
export function oddCharacters({ vocabulary, counts }: IndexedText, lineEndPairs: number): OddCharacters {
  const sum = (odd: (point: number) => boolean) =>
    vocabulary.reduce((total, point, i) => total + (odd(point) ? counts[i] : 0), 0);
  return {
    nul: sum((point) => point === 0),
    controls: sum(isControl),
    bidirectional: sum(isBidirectional),
    replacements: sum((point) => point === 0xfffd),
    lineEnds: {
      lf: sum((point) => point === 0x0a) - lineEndPairs,
      crlf: lineEndPairs,
      cr: sum((point) => point === 0x0d) - lineEndPairs,
    },
  };
}
