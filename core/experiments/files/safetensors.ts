import { LabError } from '../../errors.ts';
import { parseUnique } from './unique-json.ts';

/**
 * The safetensors format (github.com/huggingface/safetensors): 8 bytes header length N, little-endian; N bytes of JSON
 * that begin with `{` and may end with spaces; then the numbers, little-endian, row-major, without holes.
 * Arrays are little-endian on every machine the lab runs on.
 */
const kinds = {
  F64: { bytes: 8, array: Float64Array },
  F32: { bytes: 4, array: Float32Array },
  U32: { bytes: 4, array: Uint32Array },
} as const;

type TensorType = keyof typeof kinds;

export interface Tensor {
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Uint32Array;
}

export interface TensorFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's own limit for a header, bytes. */
const largestHeader = 100_000_000;
const lengthBytes = 8;
const metadataKey = '__metadata__';

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Tensors as the bytes of a file. Larger number types come first, so that all of them lie aligned.
 * @throws RangeError when a tensor has another number of elements than its shape says
 */
export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  const order = Object.entries(tensors).sort(
    ([a, { dtype: p }], [b, { dtype: q }]) => kinds[q].bytes - kinds[p].bytes || (a < b ? -1 : 1),
  );
  const entries: [string, unknown][] = [[metadataKey, metadata]];
  let end = 0;
  for (const [name, { dtype, shape, data }] of order) {
    if (elements(shape) !== data.length)
      throw new RangeError(
        `Tensor ${name} has ${data.length} elements; its shape [${shape}] asks for others.`,
      );
    const begin = end;
    end += data.length * kinds[dtype].bytes;
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }
  // Escaped to ASCII, so that every character is a byte; padded, so that the numbers begin at a multiple of 8.
  const json = JSON.stringify(Object.fromEntries(entries)).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const header = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
  const bytes = new Uint8Array(lengthBytes + header.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  for (let i = 0; i < header.length; i++) bytes[lengthBytes + i] = header.charCodeAt(i);
  let at = lengthBytes + header.length;
  for (const [, { data }] of order) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Tensors from the bytes of a file; every rule of the format is checked.
 * @throws LabError `file-not-read` with the rule that is broken
 */
export function decodeTensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < lengthBytes) fail(`it has ${bytes.length} bytes and not even a header length`);
  const stated = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (stated > BigInt(largestHeader)) fail(`its header length is ${stated}, more than ${largestHeader}`);
  const start = lengthBytes + Number(stated);
  if (start > bytes.length) fail(`its header should have ${stated} bytes, but the file ends before that`);
  const header = parseHeader(bytes.subarray(lengthBytes, start));
  const { [metadataKey]: metadata = {}, ...entries } = header;
  const buffer = bytes.subarray(start);
  // No prototype: a tensor may have any name.
  const tensors = Object.create(null) as Record<string, Tensor>;
  const spans: { name: string; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(entries)) {
    const { dtype, shape, begin, end } = parseEntry(name, value, buffer.length);
    // A copy: the bytes of a file need not lie aligned. (`slice` of a Node buffer would not copy.)
    const copy = new Uint8Array(buffer.subarray(begin, end));
    tensors[name] = { dtype, shape, data: new kinds[dtype].array(copy.buffer) };
    spans.push({ name, begin, end });
  }
  checkCovered(spans, buffer.length);
  return { tensors, metadata: parseMetadata(metadata) };
}

function fail(reason: string): never {
  throw new LabError(
    'file-not-read',
    `This is not a valid safetensors file: ${reason}.`,
    'Use an intact copy.',
  );
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) fail('its header does not begin with {');
  try {
    return parseUnique(utf8(bytes)) as Record<string, unknown>;
  } catch (error) {
    return fail(`its header cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Strict UTF-8 without a host's decoder: bytes above ASCII as %XX, which decodeURIComponent checks. */
function utf8(bytes: Uint8Array): string {
  let escaped = '';
  for (let at = 0; at < bytes.length; at += 8192)
    escaped += String.fromCharCode(...bytes.subarray(at, at + 8192)).replace(
      /[%\x80-\xff]/g,
      (unit) => `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
  return decodeURIComponent(escaped);
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parseEntry(name: string, value: unknown, available: number) {
  const entry = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { dtype, shape, data_offsets: offsets, ...rest } = entry;
  const what = `tensor ${JSON.stringify(name)}`;
  if (Object.keys(rest).length > 0)
    fail(`${what} has the unknown field ${JSON.stringify(Object.keys(rest)[0])}`);
  if (typeof dtype !== 'string' || !Object.hasOwn(kinds, dtype))
    fail(
      `${what} has the number type ${JSON.stringify(dtype)}; the lab reads ${Object.keys(kinds).join(', ')}`,
    );
  if (!Array.isArray(shape) || !shape.every(isSize)) fail(`${what} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    fail(`${what} has no valid data_offsets`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > available)
    fail(`${what} lies at ${begin} to ${end}, outside the ${available} bytes of numbers`);
  const size = elements(shape) * kinds[dtype as TensorType].bytes;
  if (size !== end - begin) fail(`${what} has ${end - begin} bytes; its shape [${shape}] asks for ${size}`);
  return { dtype: dtype as TensorType, shape: shape, begin, end };
}

/** The numbers must be used from the first byte to the last, each once. */
function checkCovered(spans: { name: string; begin: number; end: number }[], available: number): void {
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of spans) {
    if (begin < at) fail(`tensor ${JSON.stringify(name)} overlaps another at byte ${begin}`);
    if (begin > at) fail(`bytes ${at} to ${begin} belong to no tensor`);
    at = end;
  }
  if (at !== available) fail(`bytes ${at} to ${available} belong to no tensor`);
}

function parseMetadata(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('its metadata is no object');
  const entries = Object.entries(value);
  for (const [key, text] of entries)
    if (typeof text !== 'string') fail(`its metadata ${JSON.stringify(key)} is no string`);
  return Object.fromEntries(entries);
}
