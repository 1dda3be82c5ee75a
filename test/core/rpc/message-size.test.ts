import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../core/rpc/codec.ts';
import { checkMessage } from '../../../core/rpc/message-size.ts';

/** Values of every kind and length that a message may hold; the bits of the numbers are any. */
const { message } = fc.letrec((tie) => {
  const bytes = fc.uint8Array({ maxLength: 600 });
  const leaf = fc.oneof(
    fc.constantFrom(null, true, false, NaN, Infinity, -Infinity),
    fc.integer(),
    fc.double(),
    fc.string({ maxLength: 300, unit: 'binary' }),
    bytes,
    fc.float64Array({ maxLength: 40 }),
    bytes.map((some) => new Float32Array(some.slice(0, some.length & ~3).buffer)),
    bytes.map((some) => new Float64Array(some.slice(0, some.length & ~7).buffer)),
    bytes.map((some) => new Uint16Array(some.slice(0, some.length & ~1).buffer)),
  );
  return {
    message: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('message'), { maxLength: 8 }),
      fc.dictionary(fc.string({ maxLength: 40 }), tie('message'), { maxKeys: 8 }),
    ),
  };
});

describe('the look over a message', () => {
  it('lets everything through that the lab sends', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(() => checkMessage(encodeMessage(value))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it.each([31, 32, 255, 256, 65_535, 65_536])('counts on after strings and numbers of %i bytes', (length) => {
    const value = ['x'.repeat(length), new Uint8Array(length).fill(0xc1), new Int8Array(length).fill(-63), 1];
    expect(decodeMessage(encodeMessage(value))).toEqual(value);
  });

  it('refuses a message that is cut off anywhere, or that something follows', () => {
    const bytes = encodeMessage({
      name: 'n'.repeat(300),
      values: new Float64Array([1, 2, 3]),
      more: [1, 'two'],
    });
    for (let end = 0; end < bytes.length; end++)
      expect(() => checkMessage(bytes.subarray(0, end)), `${end} bytes`).toThrow('it is cut off');
    expect(() => checkMessage(new Uint8Array([...bytes, 1]))).toThrow('something follows it');
  });
});
