import { LabError } from '../../errors.ts';

/** Bytes of an experiment or a report that is opened: it is parsed as one string, and those end at 2²⁹ units. */
export const largestLabFile = 2 ** 29 - 2 ** 20;
/** How deep its lists and objects lie at most; a report lies some ten deep. */
const deepest = 64;
/** Lists and objects in it. A report of a thousand runs with two hundred evaluations each has a million. */
const mostContainers = 2 ** 23;
/** Commas in it: a list of more values than this would end the whole program. */
const mostCommas = 2 ** 26;

const sign = (character: string) => character.charCodeAt(0);
const [quote, backslash, comma] = [sign('"'), sign('\\'), sign(',')];
const [openList, closeList, openObject, closeObject] = ['[', ']', '{', '}'].map(sign);
const white: ReadonlySet<number> = new Set([' ', '\n', '\r', '\t'].map(sign));
const byteOrderMark: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);

const refuse = (why: string) =>
  new LabError(
    'file-not-read',
    `This file is no experiment and no report: ${why}.`,
    'Open a file that the lab has saved.',
  );

/**
 * Looks over a JSON file while it comes, byte by byte and without keeping any: what would take all memory, or is no file of
 * the lab's at all, is refused there and then. Whether it is valid JSON is left to its parser.
 */
export class JsonWatch {
  readonly #largest: number;
  #bytes = 0;
  #depth = 0;
  #containers = 0;
  #commas = 0;
  #begun = false;
  #inText = false;
  #escaped = false;

  constructor(largest = largestLabFile) {
    this.#largest = largest;
  }

  /** @throws LabError `file-not-read` with the first thing that is wrong */
  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#largest) throw tooLarge(this.#largest);
    let [depth, inText, escaped] = [this.#depth, this.#inText, this.#escaped];
    for (const byte of piece) {
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
        continue;
      }
      if (byte === quote) inText = true;
      else if (byte === comma) this.#commas++;
      else if (byte === openObject || byte === openList) {
        if (++depth > deepest) throw refuse(`it is nested more than ${deepest} levels deep`);
        if (++this.#containers > mostContainers)
          throw refuse(`it has more than ${mostContainers} lists and objects`);
      } else if (byte === closeObject || byte === closeList) depth--;
      if (this.#begun || white.has(byte) || byteOrderMark.has(byte)) continue;
      if (byte !== openObject) throw refuse("it does not begin with '{'");
      this.#begun = true;
    }
    if (this.#commas > mostCommas) throw refuse(`it has more than ${mostCommas} values`);
    [this.#depth, this.#inText, this.#escaped] = [depth, inText, escaped];
  }
}

export const tooLarge = (largest = largestLabFile) =>
  new LabError(
    'file-not-read',
    `This file is too large for an experiment or a report: at most ${largest} bytes are taken.`,
  );
