import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTensors, encodeTensors, type Tensor } from '../../../../core/experiments/files/safetensors.ts';
import { LabError } from '../../../../core/errors.ts';

/** A file put together by hand: header as text, then bytes of numbers. */
function file(header: string, numbers: Uint8Array = new Uint8Array(0), stated = header.length): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(stated), true);
  bytes.set(new TextEncoder().encode(header), 8);
  bytes.set(numbers, 8 + header.length);
  return bytes;
}

const entry = (dtype: string, shape: unknown, offsets: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });

function refusal(bytes: Uint8Array): string {
  try {
    decodeTensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe('file-not-read');
    return (error as LabError).message;
  }
  throw new Error('The file was accepted.');
}

describe('safetensors', () => {
  it('reads a file laid out by hand after the description of the format', () => {
    // Larger types first, then names; the header is padded with spaces to a multiple of 8.
    const header =
      '{"__metadata__":{"k":"\\u00e9"},"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},' +
      '"a":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]}}   ';
    const numbers = new Uint8Array(24);
    numbers.set(new Uint8Array(Float64Array.of(0.5).buffer));
    numbers.set(new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer), 8);
    const { tensors, metadata } = decodeTensors(file(header, numbers));
    expect(tensors.a).toEqual({ dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    expect(tensors.b).toEqual({ dtype: 'F64', shape: [1], data: Float64Array.of(0.5) });
    expect(metadata).toEqual({ k: 'é' });
  });

  it('writes what it reads, for any names, shapes and metadata', () => {
    const tensor = fc
      .tuple(fc.constantFrom('F64', 'F32', 'U32'), fc.array(fc.nat(3), { maxLength: 3 }), fc.nat())
      .map(([dtype, shape, seed]): Tensor => {
        const size = shape.reduce((product, each) => product * each, 1);
        const values = Array.from({ length: size }, (_, i) => (seed + i * 7919) % 1000);
        const data = { F64: Float64Array, F32: Float32Array, U32: Uint32Array }[dtype].from(values);
        return { dtype, shape, data };
      });
    const name = fc.string({ unit: 'binary' }).filter((each) => each !== '__metadata__');
    const named = fc.dictionary(name, tensor, { maxKeys: 5 });
    fc.assert(
      fc.property(named, fc.dictionary(fc.string({ unit: 'binary' }), fc.string()), (tensors, metadata) => {
        const bytes = encodeTensors({ tensors, metadata });
        const read = decodeTensors(bytes);
        expect(new Map(Object.entries(read.tensors))).toEqual(new Map(Object.entries(tensors)));
        expect(new Map(Object.entries(read.metadata))).toEqual(new Map(Object.entries(metadata)));
        // The numbers begin at a multiple of 8, as readers that map the file ask for.
        expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
      }),
    );
  });

  it('reads a Node buffer that lies anywhere in a larger one', () => {
    const data = Float64Array.of(1.5, -2, 3);
    const bytes = encodeTensors({ tensors: { w: { dtype: 'F64', shape: [3], data } }, metadata: {} });
    const buffer = Buffer.concat([Buffer.alloc(5, 7), bytes]).subarray(5);
    expect([...decodeTensors(buffer).tensors['w'].data]).toEqual([1.5, -2, 3]);
  });

  it('keeps values bit by bit', () => {
    const data = Float64Array.of(-0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 0.1);
    const read = decodeTensors(
      encodeTensors({ tensors: { x: { dtype: 'F64', shape: [7], data } }, metadata: {} }),
    );
    expect(new Uint8Array(read.tensors.x.data.buffer)).toEqual(new Uint8Array(data.buffer));
  });

  it('refuses to write a tensor that does not have the shape it claims', () => {
    const tensors = { x: { dtype: 'F64', shape: [2], data: new Float64Array(3) } } as const;
    expect(() => encodeTensors({ tensors, metadata: {} })).toThrow(RangeError);
  });

  const eight = new Uint8Array(8);
  const broken: [string, Uint8Array, RegExp][] = [
    ['an empty file', new Uint8Array(0), /0 bytes/],
    ['seven bytes', new Uint8Array(7), /7 bytes/],
    ['a header longer than the limit', file('{}', eight, 100_000_001), /more than 100000000/],
    ['a header length beyond 2⁵³', new Uint8Array(8).fill(255), /header length is 18446744073709551615/],
    ['a header longer than the file', file('{}', eight, 1000), /ends before/],
    ['a header of nothing', file(''), /begin with {/],
    ['a header that begins with a space', file(' {}'), /begin with {/],
    ['an array as header', file('[]'), /begin with {/],
    ['a header that is cut', file('{"a":'), /cannot be read/],
    ['a header with something behind it', file('{}x'), /cannot be read/],
    [
      'a header that is not UTF-8',
      new Uint8Array([4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0x22]),
      /cannot be/,
    ],
    ['a tensor named twice', file(`{"a":${entry('F64', [1], [0, 8])},"a":1}`, eight), /"a" appears twice/],
    ['the same name in two spellings', file(`{"a":1,"\\u0061":1}`), /"a" appears twice/],
    ['a field named twice', file('{"a":{"dtype":"F64","dtype":"F32"}}'), /"dtype" appears twice/],
    ['an unknown type', file(`{"a":${entry('F16', [4], [0, 8])}}`, eight), /number type "F16"/],
    ['a type from the prototype', file(`{"a":${entry('toString', [1], [0, 8])}}`, eight), /number type/],
    [
      'a type that is no text',
      file('{"a":{"dtype":1,"shape":[1],"data_offsets":[0,8]}}', eight),
      /number type 1/,
    ],
    [
      'an unknown field',
      file('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8],"x":1}}', eight),
      /field "x"/,
    ],
    ['a tensor that is no object', file('{"a":null}'), /number type/],
    ['a negative size', file(`{"a":${entry('F64', [-1, -1], [0, 8])}}`, eight), /no valid shape/],
    ['a broken size', file(`{"a":${entry('F64', [0.5, 2], [0, 8])}}`, eight), /no valid shape/],
    ['a shape that is no list', file(`{"a":${entry('F64', 1, [0, 8])}}`, eight), /no valid shape/],
    [
      'sizes whose product overflows',
      file(`{"a":${entry('F64', [2 ** 40, 2 ** 40], [0, 8])}}`, eight),
      /asks for/,
    ],
    ['one offset', file(`{"a":${entry('F64', [1], [0])}}`, eight), /data_offsets/],
    ['offsets in the wrong order', file(`{"a":${entry('F64', [1], [8, 0])}}`, eight), /outside/],
    ['an end behind the file', file(`{"a":${entry('F64', [2], [0, 16])}}`, eight), /outside the 8 bytes/],
    ['a shape larger than its bytes', file(`{"a":${entry('F64', [2], [0, 8])}}`, eight), /asks for 16/],
    ['a shape smaller than its bytes', file(`{"a":${entry('F32', [1], [0, 8])}}`, eight), /asks for 4/],
    [
      'tensors that overlap',
      file(`{"a":${entry('F64', [1], [0, 8])},"b":${entry('F32', [1], [4, 8])}}`, eight),
      /overlaps/,
    ],
    ['a hole at the start', file(`{"a":${entry('F32', [1], [4, 8])}}`, eight), /bytes 0 to 4/],
    ['bytes left over', file(`{"a":${entry('F32', [1], [0, 4])}}`, eight), /bytes 4 to 8/],
    ['numbers without tensors', file('{}', eight), /bytes 0 to 8/],
    ['metadata that is no object', file('{"__metadata__":[]}'), /metadata/],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), /metadata "a"/],
  ];

  it.each(broken)('refuses %s', (_, bytes, reason) => {
    expect(refusal(bytes)).toMatch(reason);
  });

  it('reads a file cut at any byte, or with any byte changed, as tensors or as a refusal', () => {
    const data = Float64Array.of(1, 2, 3);
    const whole = encodeTensors({ tensors: { x: { dtype: 'F64', shape: [3], data } }, metadata: { a: 'b' } });
    for (let cut = 0; cut < whole.length; cut++) expect(refusal(whole.slice(0, cut))).toMatch(/not a valid/);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        try {
          decodeTensors(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      }),
    );
  });
});
