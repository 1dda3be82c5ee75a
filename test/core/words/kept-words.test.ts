import { describe, expect, it } from 'vitest';
import {
  bytesWords,
  keptName,
  keptNameIn,
  keptWords,
  momentWords,
  nameIn,
} from '../../../core/words/kept-words.ts';
import { inChinese } from '../../../core/words/said/zh/chinese.ts';

describe('a kept experiment in words', () => {
  it('says how it stands', () => {
    const at = { reached: 412, steps: 1600 };
    expect(keptWords({ ...at, state: 'broken-off' })).toBe('broken off at step 412 of 1\u00a0600');
    expect(keptWords({ ...at, state: 'stopped' })).toBe('stopped at step 412 of 1\u00a0600');
    expect(keptWords({ ...at, state: 'finished' })).toBe('1\u00a0600 steps');
    expect(keptWords({ ...at, state: 'begun' })).toBe('begun');
  });

  it('says its size', () => {
    expect([0, 3, 49_999, 50_000, 4_910_000, 41e6, 1.25e9].map((bytes) => bytesWords(bytes))).toEqual(
      ['0.0 MB', '< 0.1 MB', '< 0.1 MB', '0.1 MB', '4.9 MB', '41 MB', '1.3 GB'].map((words) =>
        words.replace(/ (?=[MG]B)/, '\u00a0'),
      ),
    );
  });

  it('says when it was begun, in the time of this machine', () => {
    const now = new Date(2026, 10, 28, 0, 5);
    const words = (...when: [number, number, number, number?, number?]) =>
      momentWords(new Date(...when).toISOString(), now);
    expect(words(2026, 10, 28, 0, 1)).toBe('today 00:01');
    expect(words(2026, 10, 27, 23, 59)).toBe('yesterday 23:59');
    expect(words(2026, 10, 26, 23, 59)).toBe('26\u00a0Nov');
    expect(words(2025, 10, 28)).toBe('28\u00a0Nov\u00a02025');
    expect(momentWords('rubbish', now)).toBe('at an unknown time');
  });
});

describe('what has no name', () => {
  it('is named after its layers and its text; a name that was given stays', () => {
    expect(keptName('My try', ['A', 'B'], 'x.txt')).toBe('My try');
    expect(keptName('Untitled comparison', ['A', 'B'], 'x.txt')).toBe('A and B on x');
    expect(keptName('Untitled comparison', ['A', 'B', 'C', 'D'], 'Embedded Reber grammar')).toBe(
      '4 output layers on Embedded Reber grammar',
    );
  });

  it('has words in the language of the screen; what somebody typed has not, even where the screen says the same', () => {
    expect(nameIn('Untitled comparison', inChinese)).toBe('未命名的比较');
    expect(inChinese.of('Export')).not.toBe('Export');
    expect(nameIn('Export', inChinese)).toBe('Export');
    const made = '3 output layers on x';
    expect(keptNameIn(made, ['A', 'B', 'C'], 'x.txt', inChinese)).toBe('x 上的 3 个输出层');
    expect(keptNameIn(made, ['A', 'B'], 'x.txt', inChinese)).toBe(made);
    expect(keptNameIn('Export', ['A'], 'x.txt', inChinese)).toBe('Export');
  });
});
