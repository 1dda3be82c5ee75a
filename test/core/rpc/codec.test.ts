import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../core/rpc/codec.ts';

const again = (message: unknown) => decodeMessage(encodeMessage(message));

describe('messages as bytes', () => {
  it.each([
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['−Infinity', -Infinity],
    ['null', null],
    ['a fraction', 0.1],
    ['2⁵³ − 1', Number.MAX_SAFE_INTEGER],
    ['the smallest number', Number.MIN_VALUE],
    ['Chinese and an emoji', '损失函数 𝔼 🙂'],
    ['NUL and controls', '\u0000\u001b[31m\u202e'],
  ])('keeps %s', (_, value) => {
    expect(again({ value })).toEqual({ value });
  });

  it('leaves out what is undefined, so that it reads as undefined', () => {
    const message = again({ value: undefined, other: 1 }) as Record<string, unknown>;
    expect(message.value).toBeUndefined();
    expect(message.other).toBe(1);
  });

  it.each([
    Float64Array,
    Float32Array,
    Uint8Array,
    Uint16Array,
    Uint32Array,
    Int8Array,
    Int16Array,
    Int32Array,
  ])('keeps the type of %o at any offset in the message', (Constructor) => {
    for (let padding = 0; padding < 9; padding++) {
      const numbers = Constructor.from([0, 1, 2, 100]);
      const message = again(['x'.repeat(padding), numbers]) as [string, unknown];
      expect(message[1]).toBeInstanceOf(Constructor);
      expect(message[1]).toEqual(numbers);
    }
  });

  it('keeps every bit of a series', () => {
    fc.assert(
      fc.property(fc.float64Array(), (series) => {
        const bits = (numbers: Float64Array) => [...new Uint8Array(numbers.buffer.slice(0))];
        expect(bits(again(series) as Float64Array)).toEqual(bits(series));
      }),
    );
  });

  it('sends only the part of a buffer that a view shows, and reads shared memory', () => {
    const whole = Float64Array.from([1, 2, 3, 4]);
    expect(again(whole.subarray(1, 3))).toEqual(Float64Array.from([2, 3]));
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([5, 6]);
    expect(again(shared)).toEqual(Float32Array.from([5, 6]));
  });

  it('refuses bytes that are no message', () => {
    for (const bytes of [[], [0xc1], [0xdd, 0xff, 0xff, 0xff, 0xff], [0x92, 1], [1, 2]])
      expect(() => decodeMessage(Uint8Array.from(bytes))).toThrow('A message cannot be read');
  });

  it('refuses lists in lists without end, and more values than any message has, before it makes them', () => {
    const deep = new Uint8Array(60_000_000).fill(0x91);
    expect(() => decodeMessage(deep)).toThrow('nested more than 32 levels deep');
    const wide = new Uint8Array(20_000_005).fill(0x90);
    wide.set([0xdd, 1, 0x31, 0x2d, 0]);
    expect(() => decodeMessage(wide)).toThrow('more than 8000000 values');
  });

  it('reads every message that can be written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const json = JSON.stringify(value);
        // The key that would reach a prototype is refused (below).
        fc.pre(!json.includes('"__proto__":'));
        expect(JSON.stringify(again(value))).toBe(json);
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, 1, 31, 32, 255, 256, 65_535, 65_536])(
    'reads what comes after strings, bytes and series of length %i',
    (length) => {
      const message = {
        text: 'x'.repeat(length),
        bytes: new Uint8Array(length),
        series: new Float64Array(length),
        list: Array.from({ length }, () => 1),
        map: Object.fromEntries(Array.from({ length: Math.min(length, 9000) }, (_, i) => [`k${i}`, [i]])),
        last: [1e300, -1, 'end'],
      };
      expect(again(message)).toEqual(message);
    },
  );

  it('takes no message that would reach a prototype', () => {
    // {"__proto__": {"polluted": 1}}
    const bytes = [0x81, 0xa9, ...Buffer.from('__proto__'), 0x81, 0xa8, ...Buffer.from('polluted'), 1];
    expect(() => decodeMessage(Uint8Array.from(bytes))).toThrow('A message cannot be read');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
