import type { Indices } from './corpus.ts';

/** Code points below this are looked up in a table, the others in a map. */
const planeSize = 0x10000;

const widths = [Uint8Array, Uint16Array, Uint32Array] as const;

function shared(width: number, length: number): Indices {
  const Width = widths[width];
  return new Width(new SharedArrayBuffer(length * Width.BYTES_PER_ELEMENT) as unknown as ArrayBuffer);
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
  #indices: Indices;
  #width = 0;
  #length = 0;
  readonly #table = new Int32Array(planeSize).fill(-1);
  readonly #astral = new Map<number, number>();
  #codePoints: number[] = [];
  #counts: number[] = [];
  /** A high surrogate whose second half is still to come, or 0. */
  #high = 0;
  #afterReturn = false;

  /**
   * @param most upper bound for the number of code points
   * @param normalise turn CR LF and CR into LF
   */
  constructor(most: number, normalise: boolean) {
    this.#most = most;
    this.#normalise = normalise;
    this.#indices = shared(0, most);
  }

  /** Characters so far. */
  get length(): number {
    return this.#length;
  }

  /** Distinct characters so far. */
  get distinct(): number {
    return this.#codePoints.length;
  }

  add(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (this.#high !== 0) {
        const high = this.#high;
        this.#high = 0;
        if (unit >= 0xdc00 && unit <= 0xdfff) {
          this.#put(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
          continue;
        }
        this.#put(0xfffd);
      }
      if (unit >= 0xd800 && unit <= 0xdbff) this.#high = unit;
      else if (unit >= 0xdc00 && unit <= 0xdfff) this.#put(0xfffd);
      else if (this.#normalise) this.#putNormalised(unit);
      else this.#put(unit);
    }
  }

  #putNormalised(unit: number): void {
    const follows = this.#afterReturn;
    this.#afterReturn = unit === 0x0d;
    if (unit === 0x0d) this.#put(0x0a);
    else if (!(unit === 0x0a && follows)) this.#put(unit);
  }

  #put(codePoint: number): void {
    let index = codePoint < planeSize ? this.#table[codePoint] : (this.#astral.get(codePoint) ?? -1);
    if (index < 0) index = this.#enter(codePoint);
    this.#counts[index]++;
    this.#indices[this.#length++] = index;
  }

  #enter(codePoint: number): number {
    const index = this.#codePoints.push(codePoint) - 1;
    this.#counts.push(0);
    if (codePoint < planeSize) this.#table[codePoint] = index;
    else this.#astral.set(codePoint, index);
    if (index >= 256 ** (2 ** this.#width)) this.#widen();
    return index;
  }

  #widen(): void {
    const wider = shared(++this.#width, this.#most);
    wider.set(this.#indices.subarray(0, this.#length));
    this.#indices = wider;
  }

  finish(): IndexedText {
    if (this.#high !== 0) this.#put(0xfffd);
    this.#high = 0;
    return {
      indices: this.#indices.subarray(0, this.#length),
      vocabulary: Uint32Array.from(this.#codePoints),
      counts: Float64Array.from(this.#counts),
    };
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
  const kept = vocabulary.length - rare;
  const renamed = new Uint32Array(vocabulary.length);
  const nextVocabulary = new Uint32Array(kept + 1);
  const nextCounts = new Float64Array(kept + 1);
  let next = 0;
  counts.forEach((count, index) => {
    const to = count < minimum ? kept : next++;
    renamed[index] = to;
    nextVocabulary[to] = to === kept ? 0xfffd : vocabulary[index];
    nextCounts[to] += count;
  });
  for (let i = 0; i < indices.length; i++) indices[i] = renamed[indices[i]];
  return { text: { indices, vocabulary: nextVocabulary, counts: nextCounts }, other: kept, merged: rare };
}
