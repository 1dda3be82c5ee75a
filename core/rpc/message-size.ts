import { LabError } from '../errors.ts';

/** How deep a message of ours lies at most; an experiment lies some ten deep. */
const deepest = 32;
/** Values in one message, keys among them: a snapshot of a thousand runs with two hundred evaluations each has five million. */
const mostValues = 8_000_000;

/** Bytes of a length, and of what follows it, by the first byte of a value from 0xc0 on; see the table of MessagePack. */
const fixedBytes: Readonly<Record<number, number>> = {
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
};
/** Strings, binaries and extensions whose length is written before them: bytes of it, and bytes beside what it counts. */
const countedBytes: Readonly<Record<number, readonly [length: number, more: number]>> = {
  0xc4: [1, 0],
  0xc5: [2, 0],
  0xc6: [4, 0],
  0xc7: [1, 1],
  0xc8: [2, 1],
  0xc9: [4, 1],
  0xd9: [1, 0],
  0xda: [2, 0],
  0xdb: [4, 0],
};

/**
 * Looks over a message before anything of it is made: lists in lists, millions of times, would take all memory there is
 * although the message itself is small enough.
 * @throws LabError `bad-argument`
 */
export function checkMessage(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (why: string) => new LabError('bad-argument', `A message cannot be read: ${why}.`);
  /** Values still to come at each depth. */
  const left = new Float64Array(deepest + 1).fill(0);
  let depth = 0;
  let values = 0;
  let at = 0;
  left[0] = 1;
  const count = (length: number): number => {
    if (at + length > bytes.length) throw refuse('it is cut off');
    const value = length === 1 ? view.getUint8(at) : length === 2 ? view.getUint16(at) : view.getUint32(at);
    at += length;
    return value;
  };
  for (;;) {
    while (depth >= 0 && left[depth] === 0) depth--;
    if (depth < 0) {
      if (at !== bytes.length) throw refuse(at > bytes.length ? 'it is cut off' : 'something follows it');
      return;
    }
    left[depth]--;
    if (++values > mostValues) throw refuse(`it has more than ${mostValues} values`);
    if (at >= bytes.length) throw refuse('it is cut off');
    const kind = bytes[at++];
    const fixed = fixedBytes[kind];
    const counted = countedBytes[kind];
    if (kind < 0x80 || kind >= 0xe0) continue;
    let items = -1;
    if (kind < 0x90) items = 2 * (kind & 15);
    else if (kind < 0xa0) items = kind & 15;
    else if (kind < 0xc0) at += kind & 31;
    else if (fixed !== undefined) at += fixed;
    else if (counted) {
      // Counting moves on by itself, so it comes first.
      const length = count(counted[0]);
      at += length + counted[1];
    } else if (kind === 0xdc || kind === 0xdd) items = count(kind === 0xdc ? 2 : 4);
    else if (kind === 0xde || kind === 0xdf) items = 2 * count(kind === 0xde ? 2 : 4);
    else throw refuse('it is no MessagePack');
    if (items <= 0) continue;
    if (depth === deepest) throw refuse(`it is nested more than ${deepest} levels deep`);
    left[++depth] = items;
  }
}
