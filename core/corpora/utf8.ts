/** What a stream of bytes looks like when it is read as UTF-8. */
export interface Utf8Census {
  /** Sequences of two to four bytes that are well formed. */
  readonly multibyte: number;
  /** Places where bytes do not form a sequence. */
  readonly broken: number;
  /** Offset of the first such place, or −1. */
  readonly firstBroken: number;
  /** When all that is wrong is a sequence cut off by the end of the stream: how many of its bytes are there. Else 0. */
  readonly truncated: number;
  /** Bytes that are not the first of their sequence: what a well-formed text has more bytes than characters. */
  readonly continuation: number;
  /** Offset of the first byte above ASCII, or −1. */
  readonly firstHigh: number;
  /** Where the stream seems to change from UTF-8 to another encoding, or to UTF-8 from another; null where it does not. */
  readonly turn: { readonly at: number; readonly to: 'other' | 'utf-8' } | null;
}

/** Whole sequences on one side, and broken places, from which on an encoding is taken to change. */
const enoughToTurn = { whole: 20, broken: 8 };

/** Smallest code point that a sequence of this many bytes may encode. */
const smallest = [0, 0, 0x80, 0x800, 0x10000];

/** Counts well-formed and broken sequences, chunk by chunk, wherever the chunks are cut. */
export class Utf8Counter {
  #multibyte = 0;
  #broken = 0;
  #firstBroken = -1;
  #lastBroken = -1;
  /** Whole sequences before the first broken place, and before the last. */
  #wholeBefore = 0;
  #wholeAtLast = 0;
  /** Bytes of the present sequence still to come, its length, its value and where it began. */
  #missing = 0;
  #size = 0;
  #value = 0;
  #start = 0;
  #offset = 0;
  #continuation = 0;
  #firstHigh = -1;

  add(bytes: Uint8Array): void {
    const { length } = bytes;
    for (let i = 0; i < length; i++) {
      // Nearly all bytes of most texts end here.
      if (this.#missing === 0) while (i < length && bytes[i] < 0x80) i++;
      if (i < length) this.#byte(bytes[i], this.#offset + i);
    }
    this.#offset += length;
  }

  #byte(byte: number, at: number): void {
    if (this.#missing > 0) {
      if (byte >> 6 === 2) {
        this.#value = (this.#value << 6) | (byte & 0x3f);
        if (--this.#missing === 0) this.#close();
        return;
      }
      this.#missing = 0;
      this.#breakAt(this.#start);
    }
    if (byte < 0x80) return;
    if (this.#firstHigh < 0) this.#firstHigh = at;
    this.#start = at;
    if (byte >= 0xc2 && byte <= 0xdf) this.#open(2, byte & 0x1f);
    else if (byte >> 4 === 0xe) this.#open(3, byte & 0x0f);
    else if (byte >= 0xf0 && byte <= 0xf4) this.#open(4, byte & 0x07);
    else this.#breakAt(at);
  }

  #open(size: number, value: number): void {
    this.#size = size;
    this.#missing = size - 1;
    this.#value = value;
  }

  /** A complete sequence must be the shortest for its value, no surrogate, and within Unicode. */
  #close(): void {
    const surrogate = this.#value >= 0xd800 && this.#value <= 0xdfff;
    if (this.#value < smallest[this.#size] || surrogate || this.#value > 0x10ffff) this.#breakAt(this.#start);
    else {
      this.#multibyte++;
      this.#continuation += this.#size - 1;
    }
  }

  #breakAt(offset: number): void {
    if (this.#broken === 0) [this.#firstBroken, this.#wholeBefore] = [offset, this.#multibyte];
    this.#broken++;
    [this.#lastBroken, this.#wholeAtLast] = [offset, this.#multibyte];
  }

  /** Damage here and there lies among whole sequences; another encoding has hardly any. */
  #turn(): Utf8Census['turn'] {
    const { whole, broken } = enoughToTurn;
    if (this.#broken < broken) return null;
    const between = this.#wholeAtLast - this.#wholeBefore;
    if (between > this.#broken) return null;
    const after = this.#multibyte - this.#wholeAtLast;
    if (this.#wholeBefore >= whole && after < whole) return { at: this.#firstBroken, to: 'other' };
    if (after >= whole && this.#wholeBefore < whole) return { at: this.#lastBroken + 1, to: 'utf-8' };
    return null;
  }

  result(): Utf8Census {
    const cut = this.#missing > 0;
    return {
      multibyte: this.#multibyte,
      broken: this.#broken + (cut ? 1 : 0),
      firstBroken: this.#broken > 0 ? this.#firstBroken : cut ? this.#start : -1,
      truncated: cut && this.#broken === 0 ? this.#size - this.#missing : 0,
      continuation: this.#continuation,
      firstHigh: this.#firstHigh,
      turn: this.#turn(),
    };
  }
}
