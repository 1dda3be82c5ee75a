import { html, type Html, type Part } from './markup.ts';

/** A panel as markup from (0, 0), and how high it came out. */
export interface Drawn {
  readonly markup: Html;
  readonly height: number;
}

/** Pixels as a picture writes them: to a tenth. */
const tenth = (pixels: number): number => Number(pixels.toFixed(1));

/**
 * Words at a place.
 * @param kind classes
 * @param full what is said of them where they are pointed at: all of what was shortened
 */
export const textAt = (
  kind: string,
  x: number,
  y: number,
  words: Part,
  anchor: 'start' | 'middle' | 'end' = 'start',
  full: string | null = null,
): Html =>
  html`<text class="${kind}" x="${tenth(x)}" y="${tenth(y)}" text-anchor="${anchor}"
    >${full !== null && html`<title>${full}</title>`}${words}</text
  >`;

/** Lines of text below each other from x = 0. @param first where the first one stands */
export const linesOf = (kind: string, lines: readonly string[], first: number, step: number): Html[] =>
  lines.map((line, i) => textAt(kind, 0, first + step * i, line));

/** Pixels from one line to the next of a name that has two. */
export const lineStep = 14;

/** Lines of a name about a height. @param full all of what was shortened */
export const middleLines = (
  kind: string,
  x: number,
  middle: number,
  lines: readonly string[],
  full: string,
): Html[] =>
  lines.map((line, k) =>
    textAt(kind, x, middle + 4 + lineStep * (k + 0.5 - lines.length / 2), line, 'start', full),
  );
