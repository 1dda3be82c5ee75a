import { describe, expect, it } from 'vitest';
import { encodingReadings } from '../../../core/corpora/encoding-readings.ts';
import { tools } from './reading.ts';

/** 下雨天，我们在家里读书。 and a line end, in GB18030. */
const rain = Buffer.from('CFC2D3EACCECA3ACCED2C3C7D4DABCD2C0EFB6C1CAE9A1A30D0A', 'hex');
const many = (bytes: Buffer, times = 40) => new Uint8Array(Buffer.concat(Array(times).fill(bytes)));
const likely = (bytes: Uint8Array, current: string, notUtf8From = -1) =>
  encodingReadings(bytes, current, notUtf8From, tools).filter((each) => each.likely);

describe('the beginning of a text in every encoding', () => {
  it('sets those of East Asia beside a Chinese text, the present one first', () => {
    const found = likely(many(rain), 'gb18030', 0);
    expect(found[0]).toEqual({
      encoding: 'gb18030',
      text: '下雨天，我们在家里读书。',
      misfit: -1,
      likely: true,
    });
    expect(found.map(({ encoding }) => encoding)).toContain('big5');
    // It reads the same, and would say nothing.
    expect(found.map(({ encoding }) => encoding)).not.toContain('gbk');
    expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
  });

  it('shows the first line that tells encodings apart', () => {
    const text = Buffer.concat([Buffer.from('plain\nplain\n'), Buffer.from('caf\xe9 noir\n', 'latin1')]);
    expect(likely(new Uint8Array(text), 'windows-1252', 15)[0].text).toBe('café noir');
  });

  it('has one reading of ASCII alone', () => {
    expect(likely(new TextEncoder().encode('All the same.\n'), 'utf-8')).toMatchObject([
      { encoding: 'utf-8', text: 'All the same.' },
    ]);
  });

  it.each([0, 1, 700, 5000])('finds the byte from which on an encoding does not fit, after %i', (before) => {
    const bytes = new Uint8Array([...Buffer.alloc(before, 0x61), 0xff, 0xff, 0x61]);
    const found = encodingReadings(bytes, 'windows-1252', before, tools);
    const of = (encoding: string) => found.find((each) => each.encoding === encoding)!.misfit;
    expect([of('gb18030'), of('euc-kr'), of('utf-8'), of('windows-1252')]).toEqual([
      before,
      before,
      before,
      -1,
    ]);
  });
});
