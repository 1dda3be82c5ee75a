import { describe, expect, it } from 'vitest';
import { inEnglish, keyOf } from '../../../core/words/said/say.ts';
import { sayIn } from '../../../core/words/said/say-in.ts';
import { inChinese, recorded, sentences } from '../../../core/words/said/zh/chinese.ts';
import { saidKeys } from './said-keys.ts';

const gaps = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([gap]) => gap).sort();

describe('what is said in several languages', () => {
  const said = saidKeys();

  it('has every sentence of the code in Chinese, and none that nobody says', () => {
    expect(said.size).toBeGreaterThan(500);
    expect([...said.keys()].filter((key) => !(key in sentences))).toEqual([]);
    expect(Object.keys(sentences).filter((key) => !said.has(key))).toEqual([]);
  });

  it('leaves out no value of a sentence', () => {
    for (const [key, text] of Object.entries({ ...sentences, ...recorded })) {
      const lost = gaps(key).filter((gap) => !gaps(text).includes(gap));
      expect(lost, key).toEqual([]);
    }
  });

  it('sets the values where the language wants them', () => {
    const [a, b] = ['A', 'B'];
    expect(inEnglish`${a} is ahead of ${b} ${'by 1'}: ${'A better'}.`).toBe(
      'A is ahead of B by 1: A better.',
    );
    expect(inChinese`${4} of ${inChinese.counted(8, 'seed')} of ${a} diverged.`).toBe(
      'A 的 8 个种子中有 4 个发散。',
    );
    expect(sayIn()).toBe(inEnglish);
    expect(inChinese.listed(['A', 'B', 'C'])).toBe('A、B和C');
  });

  it('knows the sentences that files hold by their words, one within another too', () => {
    expect(inChinese.of('The text has 3 control characters.')).toBe('文本有 3 个控制字符。');
    expect(
      inChinese.of(
        'The held-out part differs from the training part by a drift of 0.31 bits a character. Scores measure that as well; a split by blocks, spread over the text, is fairer.',
      ),
    ).toBe('留出部分与训练部分不同，漂移为每字符 0.31 比特。分数也反映这一点；遍布文本的按块划分更公平。');
    expect(inChinese.of('Nobody has said this.')).toBe('Nobody has said this.');
  });

  it('takes lines and spaces of markup for one space', () => {
    expect(keyOf(['a\n   b ', ' c'])).toBe('a b {0} c');
  });
});
