import { describe, expect, it } from 'vitest';
import {
  clock,
  fixed,
  grouped,
  rateWords,
  shownAmong,
  short,
  signed,
  significant,
} from '../../../core/words/number-format.ts';

describe('a minus sign', () => {
  it('is a true one, and none stands before what has rounded to 0', () => {
    expect(fixed(-1.25, 1)).toBe('−1.3');
    expect(fixed(-0.0004, 3)).toBe('0.000');
    expect(fixed(-0.0006, 3)).toBe('−0.001');
    expect(grouped(-1_234_567)).toBe('−1\u00a0234\u00a0567');
    expect(grouped(-0.2)).toBe('0');
    expect(shownAmong(-0.0001, [3, 5])).toBe('0.00');
    expect(significant(-3.14159e-9)).toBe('−3.14e−9');
  });

  it('stays where a difference is too small for its decimals', () => {
    expect(signed(-0.0000031)).toBe('−3.1e−6');
    expect(signed(0)).toBe('0.000');
    expect(signed(-0)).toBe('0.000');
    expect(signed(0.1)).toBe('+0.100');
    expect(signed(-0.21)).toBe('−0.210');
    expect(signed(NaN)).toBe('–');
  });

  it('is not there for what is no number, and there for −∞', () => {
    expect([NaN, Infinity].map((value) => fixed(value, 2))).toEqual(['NaN', 'Infinity']);
    expect(grouped(NaN)).toBe('NaN');
    expect(shownAmong(-Infinity, [1])).toBe('−∞');
  });
});

describe('a rate in short', () => {
  it.each([
    [0, '0'],
    [7.4, '7'],
    [999, '999'],
    [1000, '1.0 k'],
    [1949, '1.9 k'],
    [1_900_000, '1.9 M'],
    [2.55e9, '2.5 G'],
    [1.2e12, '1200.0 G'],
  ])('%d is %s', (value, expected) => {
    expect(short(value)).toBe(expected);
  });

  it('goes to the next unit rather than round to 1000 of one', () => {
    expect([999.4, 999.6].map(short)).toEqual(['999', '1.0 k']);
    expect([999_940, 999_960].map(short)).toEqual(['999.9 k', '1.0 M']);
    expect([999_940_000, 999_960_000].map(short)).toEqual(['999.9 M', '1.0 G']);
  });
});

describe('a time on a clock', () => {
  it.each([
    [0, '0:00'],
    [-3, '0:00'],
    [21, '0:21'],
    [59.4, '0:59'],
    [59.5, '1:00'],
    [600, '10:00'],
    [3599.6, '1:00:00'],
    // 1 · 3600 + 2 · 60 + 3
    [3723, '1:02:03'],
    // 100 · 3600 + 59 · 60 + 59
    [363_599, '100:59:59'],
  ])('of %d seconds is %s', (seconds, expected) => {
    expect(clock(seconds)).toBe(expected);
  });
});

it('shows a learning rate in full, as it was set', () => {
  expect([0.1, 0.03162, 0.000123456, 1e-7, 3.162e-5].map(rateWords)).toEqual([
    '0.1',
    '0.03162',
    '0.000123456',
    '1e−7',
    '3.162e−5',
  ]);
});
