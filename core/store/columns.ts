import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { LabError } from '../errors.ts';

/**
 * Columns of numbers in a file that only grows, block after block. A block: 8 bytes `LOSSCOL1`; bytes of the header and of
 * the numbers, uint32 each; the header, JSON `[[name, "F64" | "U8", length], …]` with spaces to a multiple of 8; the numbers,
 * column after column, with zeros to a multiple of 8; SHA-256 of all that. Little-endian. A column goes on from block to
 * block, and may be absent from some.
 */
export type Columns = Readonly<Record<string, Float64Array | Uint8Array>>;

const magic = 'LOSSCOL1';
const fixed = 16;
const hashBytes = 32;
/** The most that a header or the numbers of one block may have, bytes. */
const most = 2 ** 28;
const padded = (bytes: number) => (bytes + 7) & ~7;

/** One block. @throws RangeError when there is more than a block may hold */
export function encodeBlock(columns: Columns): Uint8Array<ArrayBuffer> {
  // Doubles first, so that they lie aligned.
  const order = Object.entries(columns).sort(([, a], [, b]) => b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT);
  const described = JSON.stringify(
    order.map(([name, { BYTES_PER_ELEMENT: bytes, length }]) => [name, bytes === 8 ? 'F64' : 'U8', length]),
  );
  const header = utf8ToBytes(described.padEnd(padded(described.length), ' '));
  const numbers = padded(order.reduce((sum, [, { byteLength }]) => sum + byteLength, 0));
  if (header.length > most || numbers > most) throw new RangeError('This is too much for one block.');
  const block = new Uint8Array(fixed + header.length + numbers + hashBytes);
  block.set(utf8ToBytes(magic));
  const view = new DataView(block.buffer);
  view.setUint32(8, header.length, true);
  view.setUint32(12, numbers, true);
  block.set(header, fixed);
  let at = fixed + header.length;
  for (const [, { buffer, byteOffset, byteLength }] of order) {
    block.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const end = block.length - hashBytes;
  block.set(sha256(block.subarray(0, end)), end);
  return block;
}

/** Bytes of a file: as many as were asked for, fewer where it ends before. */
type ReadBytes = (at: number, length: number) => Uint8Array;

/**
 * The blocks of a file up to a length, one at a time.
 * @throws LabError `file-not-read` with the byte at which a damaged block begins
 */
export function* readBlocks(read: ReadBytes, length: number): Generator<Columns> {
  for (let at = 0; at < length;) {
    const fail = (why: string) => new LabError('file-not-read', `The block at byte ${at} ${why}.`);
    const start = read(at, fixed);
    if (start.length < fixed) throw fail('is cut off');
    if (String.fromCharCode(...start.subarray(0, 8)) !== magic) throw fail('does not begin as one');
    const sizes = new DataView(start.buffer, start.byteOffset);
    const [header, numbers] = [sizes.getUint32(8, true), sizes.getUint32(12, true)];
    if (header > most || numbers > most || header % 8 !== 0 || numbers % 8 !== 0)
      throw fail('states a size that no block has');
    const size = fixed + header + numbers + hashBytes;
    if (at + size > length) throw fail('is cut off');
    const block = read(at, size);
    if (block.length < size) throw fail('is cut off');
    const end = size - hashBytes;
    const hash = sha256(block.subarray(0, end));
    if (!hash.every((byte, i) => byte === block[end + i])) throw fail('does not match its checksum');
    yield columnsOf(block.subarray(fixed, fixed + header), block.subarray(fixed + header, end), fail);
    at += size;
  }
}

function columnsOf(header: Uint8Array, numbers: Uint8Array, fail: (why: string) => LabError): Columns {
  const columns = Object.create(null) as Record<string, Float64Array | Uint8Array>;
  let at = 0;
  for (const [name, type, length] of described(header, fail)) {
    const bytes = length * (type === 'F64' ? 8 : 1);
    if (at + bytes > numbers.length) throw fail('describes more numbers than it has');
    // A copy: what was read from a file need not lie aligned.
    const copy = new Uint8Array(numbers.subarray(at, at + bytes));
    columns[name] = type === 'F64' ? new Float64Array(copy.buffer) : copy;
    at += bytes;
  }
  return columns;
}

function described(
  header: Uint8Array,
  fail: (why: string) => LabError,
): [name: string, type: 'F64' | 'U8', length: number][] {
  let value: unknown;
  try {
    value = JSON.parse(String.fromCharCode(...header));
  } catch {
    throw fail('has a header that is not JSON');
  }
  const known = (each: unknown): boolean =>
    Array.isArray(each) &&
    each.length === 3 &&
    typeof each[0] === 'string' &&
    (each[1] === 'F64' || each[1] === 'U8') &&
    Number.isSafeInteger(each[2]) &&
    (each[2] as number) >= 0;
  if (!Array.isArray(value) || !value.every(known)) throw fail('has a header that describes no columns');
  return value as [string, 'F64' | 'U8', number][];
}

/** Columns one after the other, those of the same name as one. */
export function joinColumns(parts: readonly Columns[]): Columns {
  const lists = new Map<string, (Float64Array | Uint8Array)[]>();
  for (const part of parts)
    for (const [name, values] of Object.entries(part))
      if (values.length > 0) lists.set(name, [...(lists.get(name) ?? []), values]);
  return Object.fromEntries([...lists].map(([name, list]) => [name, joined(list)]));
}

function joined(list: readonly (Float64Array | Uint8Array)[]): Float64Array | Uint8Array {
  const length = list.reduce((sum, each) => sum + each.length, 0);
  const whole = list[0] instanceof Float64Array ? new Float64Array(length) : new Uint8Array(length);
  let at = 0;
  for (const each of list) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}
