import { describe, expect, it } from 'vitest';
import { decimal, list, ratesByLayer, whole, zeroOrMore } from '../../core/node/cli/options/option-values.ts';
import { grouped, table } from '../../core/node/cli/printed/terminal.ts';
import { clock } from '../../core/words/number-format.ts';

describe('arguments of the command line', () => {
  it('take what they say', () => {
    expect(whole(1)('16')).toBe(16);
    expect(decimal(0)('1e-3')).toBe(0.001);
    expect(zeroOrMore('0')).toBe(0);
    expect(list(' a, b,,c ')).toEqual(['a', 'b', 'c']);
    expect([...ratesByLayer('a=0.1,b = 2')]).toEqual([
      ['a', 0.1],
      ['b', 2],
    ]);
  });

  it.each([
    [whole(1), ['', ' ', '0', '1.5', '-1', 'x', '1e99', 'NaN', 'Infinity']],
    [decimal(0, 1), ['', '0', '1', '-0.1', 'x', 'NaN', 'Infinity']],
    [zeroOrMore, ['', '-1', 'x', 'Infinity', 'NaN']],
    [ratesByLayer, ['', 'a', '=1', 'a=', 'a=0', 'a=-1', 'a=x']],
    [list, ['', ',', ' , ']],
  ])('refuse the rest', (read, wrong) => {
    for (const text of wrong) expect(() => read(text), text).toThrow(/must/);
  });

  it('say which values there are, ends included or not', () => {
    expect(() => decimal(0, 1)('0')).toThrow('above 0 and below 1');
    expect(() => whole(1, 8192)('0')).toThrow('from 1 to 8192');
  });
});

describe('the terminal', () => {
  it('lines columns up by cells, also with Chinese names, and lets no escape through', () => {
    const text = table(
      ['name', 'n'],
      [
        ['唐詩', '7'],
        ['a\u001b[31mb', '12'],
      ],
      new Set([1]),
    );
    const lines = text.split('\n');
    expect(lines[2]).toMatch(/^唐詩 +7$/);
    expect(text).not.toContain('\u001b');
  });

  it('writes figures and times as people read them', () => {
    expect(grouped(1115394)).toBe('1 115 394');
    expect(grouped(999)).toBe('999');
    expect(clock(65)).toBe('1:05');
    expect(clock(7389)).toBe('2:03:09');
  });
});
