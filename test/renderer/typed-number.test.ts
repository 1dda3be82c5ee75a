import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedNumber } from '../../renderer/components/typed-number.ts';

const count = (text: string) => typedNumber(text, { whole: true, least: 1, inclusive: true, most: 1e9 });
const rate = (text: string) =>
  typedNumber(text, { whole: false, least: 0, inclusive: false, most: Infinity });
const any = (text: string) => typedNumber(text, { whole: false, least: -1e9, inclusive: true, most: 1e9 });

describe('a whole number', () => {
  it.each([
    ['2000', 2000],
    ['2,000', 2000],
    ['2.000', 2000],
    ['2 000', 2000],
    ['2\u00a0000', 2000],
    ['2\u202f000', 2000],
    ["2'000", 2000],
    ['2’000', 2000],
    ['2_000', 2000],
    [' 1,000,000 ', 1e6],
    ['1.000.000', 1e6],
    ['1 000 000', 1e6],
    ['２０００', 2000],
    ['２，０００', 2000],
    ['2e3', 2000],
    ['2E3', 2000],
    ['2.000e3', 2000],
    ['1000.000', 1000],
    ['3.0', 3],
    ['3,0', 3],
    ['+7', 7],
    ['10/5', 2],
    ['007', 7],
  ])('%s is %d', (text, value) => {
    expect(count(text)).toEqual({ value });
  });

  it.each([
    ['2,00', 'This may be at most', { whole: true, least: 0, inclusive: true, most: 1 }],
    ['2.5', 'whole number', undefined],
    ['2,5', 'whole number', undefined],
    ['1/3', 'whole number', undefined],
    ['0', 'at least 1', undefined],
    ['-3', 'at least 1', undefined],
    ['−3', 'at least 1', undefined],
  ])('%s is refused: %s', (text, why, bounds) => {
    const typed = bounds ? typedNumber(text, bounds) : count(text);
    expect(typed).toEqual({ problem: expect.stringContaining(why) });
  });
});

describe('a number with decimals', () => {
  it.each([
    ['0.05', 0.05],
    ['0,05', 0.05],
    ['.05', 0.05],
    [',05', 0.05],
    ['0,050', 0.05],
    ['0.001', 0.001],
    ['1.234', 1.234],
    ['1,23', 1.23],
    ['1,2345', 1.2345],
    ['1e-3', 0.001],
    ['1e−3', 0.001],
    ['2,5e3', 2500],
    ['1/10', 0.1],
    ['1 / 10', 0.1],
    ['１／１０', 0.1],
    ['０．０５', 0.05],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1 234,5', 1234.5],
    ['12 345.25', 12345.25],
    ['1,234,567', 1234567],
    ['5.', 5],
  ])('%s is %d', (text, value) => {
    expect(rate(text)).toEqual({ value });
  });

  it('is asked for again where it may be two', () => {
    expect(rate('2,000')).toEqual({ problem: '2,000 may be 2 or 2000: type one of them.' });
    expect(rate('1,234')).toEqual({ problem: '1,234 may be 1.234 or 1234: type one of them.' });
    expect('problem' in rate('2,000e3')).toBe(true);
    expect('problem' in count('2,000e3')).toBe(true);
  });
});

describe('what is no number', () => {
  it.each([
    ...[
      '',
      ' ',
      'many',
      '1 2',
      '20 00',
      '2 0000',
      '1,00,000',
      '1.2.3',
      '1,2,3',
      '2,000.000.000',
      '1,000 000',
    ],
    ...[
      '0x10',
      'Infinity',
      'NaN',
      '1e',
      'e3',
      '1e1.5',
      '10²',
      '½',
      '٣',
      '1/2/3',
      '1/',
      '/2',
      '--1',
      '5 %',
      '5k',
      '.',
    ],
    ...['0,000,000', "1'00", '2__000', '1-2', '1e3e3'],
  ])('%j is refused', (text) => {
    for (const read of [count, rate, any]) expect(read(text)).toEqual({ problem: 'This must be a number.' });
  });

  it('is told when it is too large, or divided by 0', () => {
    expect(any('1e999')).toEqual({ problem: 'This number is too large.' });
    expect(any('1/0')).toEqual({ problem: 'Nothing can be divided by 0.' });
  });
});

it('reads whatever a field shows as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
      expect(any(String(value))).toEqual({ value: value === 0 ? expect.closeTo(0, 300) : value });
    }),
  );
});

it('reads grouped whole numbers as what they are, whatever parts the groups', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(',', '.', ' ', "'", '_'), (value, mark) => {
      expect(count(String(value).replace(/\B(?=(\d{3})+$)/g, mark))).toEqual({ value });
    }),
  );
});
