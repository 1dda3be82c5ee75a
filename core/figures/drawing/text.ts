/**
 * Width of text at a size of 12 px, in px, in a sans-serif face; rather too wide than too narrow. East Asian characters
 * are about twice as wide as Latin ones.
 */
export function textWidth(text: string, size = 12): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    width +=
      code > 0x2e80
        ? 12.4
        : /[MWmw@%—]/u.test(character)
          ? 11.4
          : /[iljtfr.,:;|' ()[\]]/u.test(character)
            ? 4.8
            : 7.5;
  }
  return (width * size) / 12;
}

/** Whether a sign is East Asian: about as wide as two letters. */
export const isWide = (sign: string): boolean => textWidth(sign) > 12;

/** Width of the same in a bold face. */
export const boldWidth = (text: string, size = 12): number => 1.08 * textWidth(text, size);

/** Text that fits a width, its end replaced by "…" where it does not. */
export function fitted(text: string, width: number, size = 12): string {
  if (textWidth(text, size) <= width) return text;
  let kept = '';
  let used = textWidth('…', size);
  for (const character of text) {
    used += textWidth(character, size);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Lines that fit a width, broken at spaces; a word that is too long by itself is broken within. */
export function wrapped(text: string, width: number, size = 12): string[] {
  const lines: string[] = [];
  let line = '';
  const push = (word: string) => {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      return;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && textWidth(line + character, size) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  };
  for (const word of text.split(' ')) push(word);
  if (line !== '') lines.push(line);
  return lines;
}

/** The names of a difference, `a` and `− b`; another name as it is. */
export const namesOfPair = (text: string): string[] => text.split(/ (?=− )/);

/** A name in two lines at most; the second of a difference has a line to itself. */
export function twoLines(text: string, width: number): string[] {
  const names = namesOfPair(text);
  if (names.length === 2 && textWidth(text) > width) return names.map((line) => fitted(line, width));
  const lines = wrapped(text, width);
  return lines.length < 3 ? lines : [lines[0], fitted(lines.slice(1).join(' '), width)];
}

/** Moves labels apart so that none covers another, keeping them in [top, bottom] as far as they fit. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const places = [...wanted];
  let last = top - gap;
  for (const i of order) last = places[i] = Math.max(places[i], last + gap);
  let limit = bottom;
  for (const i of order.reverse()) limit = (places[i] = Math.min(places[i], limit)) - gap;
  return places;
}

/** Places of entries in rows that are as wide as given: of a legend. */
export function inRows(widths: readonly number[], width: number): { x: number; row: number }[] {
  let x = 0;
  let row = 0;
  return widths.map((own) => {
    if (x > 0 && x + own > width) [x, row] = [0, row + 1];
    const place = { x, row };
    x += own;
    return place;
  });
}
