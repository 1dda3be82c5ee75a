import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { LabError } from '../errors.ts';
import { checkMessage } from './message-size.ts';

/** Bytes of one message from a screen; a host closes the line on anything longer. */
export const largestMessage = 64 * 1024 * 1024;

type Numbers = Float64Array | Float32Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

// The number of a type is part of the wire format; Uint8Array needs none, it is MessagePack's own binary.
const numberTypes: readonly [number, { new (buffer: ArrayBuffer): Numbers }][] = [
  [1, Float64Array],
  [2, Float32Array],
  [3, Uint16Array],
  [4, Uint32Array],
  [5, Int8Array],
  [6, Int16Array],
  [7, Int32Array],
];

const extensionCodec = new ExtensionCodec();
for (const [type, Constructor] of numberTypes)
  extensionCodec.register({
    type,
    encode: (value) =>
      value instanceof Constructor ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
    // A copy: the bytes begin anywhere within the message, numbers must begin at a multiple of their size.
    decode: (bytes) => new Constructor(bytes.slice().buffer),
  });

/**
 * A message as bytes. NaN, ±∞, null and typed arrays arrive as they are; a property that is undefined is left
 * out; −0 outside typed arrays arrives as 0. Both ends are little-endian, as every machine the lab runs on.
 */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec, ignoreUndefined: true });
}

/** The message in some bytes. Throws on anything malformed, too deep or of too many values. */
export function decodeMessage(bytes: Uint8Array): unknown {
  checkMessage(bytes);
  try {
    return decode(bytes, { extensionCodec, maxArrayLength: 1_000_000, maxMapLength: 10_000 });
  } catch (error) {
    throw new LabError('bad-argument', `A message cannot be read: ${(error as Error).message}.`);
  }
}
