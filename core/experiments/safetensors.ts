import { LabError } from '../errors.ts';

/** One named tensor in float64 or float32. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array;
}

/** The tensors of a file and what is written beside them. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The longest header the format allows. */
const longestHeader = 100_000_000;

function bad(sentence: string): LabError {
  return new LabError('file-not-read', `This is not a valid safetensors file: ${sentence}.`);
}

/**
 * Tensors as a safetensors file: eight bytes of header length, the header in JSON, then all data without a gap.
 * Format: github.com/huggingface/safetensors, "Format".
 */
export function encodeSafetensors(
  { tensors, metadata }: TensorFile,
  utf8: (text: string) => Uint8Array,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype: data instanceof Float64Array ? 'F64' : 'F32', shape, data_offsets: [begin, end] };
  }
  const json = utf8(JSON.stringify(header));
  // Spaces at its end put the data on a multiple of eight bytes.
  const length = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(json, 8);
  let at = 8 + length;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file and checks every rule of the format: lengths, JSON, types, shapes, and that the tensors
 * cover the data exactly, without gap or overlap. Only F64 and F32 are read.
 * @throws LabError `file-not-read` with the rule that is broken
 */
export function decodeSafetensors(file: Uint8Array, text: (bytes: Uint8Array) => string): TensorFile {
  if (file.length < 8) throw bad('it is shorter than a header length');
  const size = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (size > BigInt(longestHeader) || size > BigInt(file.length - 8))
    throw bad(`its header is said to have ${size} bytes`);
  const end = 8 + Number(size);
  const header = parsedHeader(text(file.subarray(8, end)));
  const data = file.subarray(end);
  const metadata = metadataOf(header['__metadata__']);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => ({ name, ...described(name, entry) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  const tensors = new Map<string, Tensor>();
  for (const { name, begin, end: stop, shape, width } of entries) {
    if (begin !== at) throw bad(`tensor '${name}' begins at ${begin}, not at ${at}`);
    if (stop > data.length) throw bad(`tensor '${name}' ends after the file`);
    at = stop;
    // A copy, because typed arrays want aligned memory.
    const { buffer } = data.slice(begin, stop);
    tensors.set(name, { shape, data: width === 8 ? new Float64Array(buffer) : new Float32Array(buffer) });
  }
  if (at !== data.length) throw bad(`${data.length - at} bytes at its end belong to no tensor`);
  return { tensors, metadata };
}

function parsedHeader(json: string): Record<string, unknown> {
  if (!json.startsWith('{')) throw bad('its header does not begin with {');
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch {
    throw bad('its header is not JSON');
  }
  return header as Record<string, unknown>;
}

function metadataOf(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('its metadata is no object');
  for (const each of Object.values(value))
    if (typeof each !== 'string') throw bad('its metadata is not all text');
  return value as Record<string, string>;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function described(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets, ...rest } = (entry ?? {}) as Record<string, unknown>;
  if (Object.keys(rest).length > 0)
    throw bad(`tensor '${name}' has the unknown field '${Object.keys(rest)[0]}'`);
  if (dtype !== 'F64' && dtype !== 'F32')
    throw bad(`tensor '${name}' is of type ${String(dtype)}, not F64 or F32`);
  if (!Array.isArray(shape) || !shape.every(isCount)) throw bad(`tensor '${name}' has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw bad(`tensor '${name}' has no valid offsets`);
  const [begin, end] = offsets as [number, number];
  const width = dtype === 'F64' ? 8 : 4;
  const bytes = (shape as number[]).reduce((product, each) => product * each, width);
  if (end - begin !== bytes) throw bad(`tensor '${name}' has ${end - begin} bytes; its shape needs ${bytes}`);
  return { begin, end, shape: shape as number[], width };
}
