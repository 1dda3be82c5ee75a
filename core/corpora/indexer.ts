import type { Indices } from './corpus.ts';
import { LabError } from '../errors.ts';

/** Code points below this are looked up in a table, the others in a map. */
const planeSize = 0x10000;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const replacement = 0xfffd;

const widths = [Uint8Array, Uint16Array, Uint32Array] as const;

/** Bytes that one index takes when there are so many distinct characters. */
export const bytesPerIndex = (distinct: number): number => (distinct <= 256 ? 1 : distinct <= 65536 ? 2 : 4);

/** @throws LabError `too-large-for-memory` when the system does not give that much */
function shared(width: number, length: number): Indices {
  const Width = widths[width];
  try {
    return new Width(new SharedArrayBuffer(length * Width.BYTES_PER_ELEMENT) as unknown as ArrayBuffer);
  } catch {
    throw new LabError(
      'too-large-for-memory',
      `The system did not give the ${Math.ceil((length * Width.BYTES_PER_ELEMENT) / 1e6)} MB that ${length} characters need.`,
      'Use a shorter text, or end other programs.',
    );
  }
}

/** What came out of indexing a text. */
export interface IndexedText {
  /** N indices on shared memory, in the narrowest width that holds V − 1. */
  readonly indices: Indices;
  /** Code point of each index, by first appearance. */
  readonly vocabulary: Uint32Array;
  /** Occurrences of each index. */
  readonly counts: Float64Array;
}

/**
 * Turns decoded text into indices, piece by piece: no string is kept, and surrogate pairs may be cut between pieces.
 * Memory is reserved for the most characters there can be, and only what is written is ever really used.
 */
export class Indexer {
  readonly #most: number;
  readonly #normalise: boolean;
  /** Asked before wider indices are reserved; throws when they would not fit. */
  readonly #allow: (distinct: number) => void;
  #indices: Indices;
  #width = 0;
  #length = 0;
  #lineEndPairs = 0;
  #carriageReturns = 0;
  readonly #table = new Int32Array(planeSize).fill(-1);
  readonly #astral = new Map<number, number>();
  #codePoints: number[] = [];
  /** A high surrogate whose second half is still to come, or 0. */
  #high = 0;
  #previous = 0;

  /**
   * @param most upper bound for the number of code points
   * @param normalise turn CR LF and CR into LF
   * @throws LabError `too-large-for-memory`
   */
  constructor(most: number, normalise: boolean, allow: (distinct: number) => void = () => undefined) {
    this.#most = most;
    this.#normalise = normalise;
    this.#allow = allow;
    this.#indices = shared(0, most);
  }

  /** Characters so far. */
  get length(): number {
    return this.#length;
  }

  /** CR LF pairs so far, as they stand in the text. */
  get lineEndPairs(): number {
    return this.#lineEndPairs;
  }

  /** CRs so far without an LF after them, as they stand in the text. */
  get singleReturns(): number {
    return this.#carriageReturns - this.#lineEndPairs;
  }

  /** @throws LabError when the indices grow beyond what fits */
  add(piece: string): void {
    const text = this.#high === 0 ? piece : String.fromCharCode(this.#high) + piece;
    this.#high = 0;
    const table = this.#table;
    const normalise = this.#normalise;
    let indices = this.#indices;
    let length = this.#length;
    let previous = this.#previous;
    for (let i = 0; i < text.length; i++) {
      let codePoint = text.charCodeAt(i);
      if ((codePoint & 0xf800) === 0xd800) {
        if (i === text.length - 1 && codePoint < 0xdc00) {
          this.#high = codePoint;
          break;
        }
        codePoint = text.codePointAt(i)!;
        if (codePoint >= planeSize) i++;
        else codePoint = replacement;
        previous = codePoint;
      } else if (codePoint === lineFeed || codePoint === carriageReturn) {
        const pair = codePoint === lineFeed && previous === carriageReturn;
        if (pair) this.#lineEndPairs++;
        if (codePoint === carriageReturn) this.#carriageReturns++;
        previous = codePoint;
        if (normalise && pair) continue;
        if (normalise) codePoint = lineFeed;
      } else previous = codePoint;
      let index = codePoint < planeSize ? table[codePoint] : (this.#astral.get(codePoint) ?? -1);
      if (index < 0) {
        this.#length = length;
        index = this.#enter(codePoint);
        indices = this.#indices;
      }
      indices[length++] = index;
    }
    this.#length = length;
    this.#previous = previous;
  }

  #enter(codePoint: number): number {
    const index = this.#codePoints.length;
    if (index >= 256 ** (2 ** this.#width)) this.#widen(index + 1);
    this.#codePoints.push(codePoint);
    if (codePoint < planeSize) this.#table[codePoint] = index;
    else this.#astral.set(codePoint, index);
    return index;
  }

  #widen(distinct: number): void {
    this.#allow(distinct);
    const wider = shared(++this.#width, this.#most);
    wider.set(this.#indices.subarray(0, this.#length));
    this.#indices = wider;
  }

  /** What comes next is of another file: nothing that this one left open goes on there. */
  endFile(): void {
    if (this.#high !== 0) {
      this.#high = 0;
      this.add(String.fromCharCode(replacement));
    }
    this.#previous = 0;
  }

  finish(): IndexedText {
    this.endFile();
    const indices = this.#indices.subarray(0, this.#length);
    const counts = new Float64Array(this.#codePoints.length);
    for (let i = 0; i < indices.length; i++) counts[indices[i]]++;
    return { indices, vocabulary: Uint32Array.from(this.#codePoints), counts };
  }
}

/**
 * Merges characters that occur less than `minimum` times into one "other" symbol, in place.
 * @returns the text in its new vocabulary, and the index of the symbol; null when nothing was that rare
 */
export function mergeRare(
  { indices, vocabulary, counts }: IndexedText,
  minimum: number,
): { text: IndexedText; other: number; merged: number } | null {
  const rare = counts.reduce((sum, count) => sum + (count < minimum ? 1 : 0), 0);
  if (rare === 0) return null;
  const renamed = new Uint32Array(vocabulary.length);
  const kept: number[] = [];
  let other = -1;
  counts.forEach((count, index) => {
    // The symbol stands where the first rare character stood: the order stays that of first appearance.
    if (count >= minimum) renamed[index] = kept.push(vocabulary[index]) - 1;
    else renamed[index] = other >= 0 ? other : (other = kept.push(replacement) - 1);
  });
  const nextCounts = new Float64Array(kept.length);
  counts.forEach((count, index) => (nextCounts[renamed[index]] += count));
  const target = narrowed(indices, kept.length);
  for (let i = 0; i < indices.length; i++) target[i] = renamed[indices[i]];
  const text = { indices: target, vocabulary: Uint32Array.from(kept), counts: nextCounts };
  return { text, other, merged: rare };
}

/** Memory for the same number of indices in the width that so many distinct characters need; the same if it has that. */
function narrowed(indices: Indices, distinct: number): Indices {
  const bytes = bytesPerIndex(distinct);
  return bytes === indices.BYTES_PER_ELEMENT ? indices : shared(Math.log2(bytes), indices.length);
}
