import { describe, expect, it } from 'vitest';
import { inEnglish, keyOf } from '../../../core/words/said/say.ts';
import { sayIn } from '../../../core/words/said/say-in.ts';
import { inChinese, recorded, sentences } from '../../../core/words/said/zh/chinese.ts';
import { errorSentences } from './error-sentences.ts';
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

  it('has what errors say in a window', () => {
    const thrown = [...errorSentences().keys()].map((key) => key.replace(/\{\d+\}/g, '7'));
    expect(thrown.length).toBeGreaterThan(200);
    // Three have words in their gaps: `character` and `characters`, nothing and `in another program`.
    expect(thrown.filter((sentence) => inChinese.of(sentence) === sentence)).toEqual([
      '7 has the character7 77, which the text did not have.',
      'The 7 runs 7need 7; 7 may be used.',
      "'7' is in training7.",
    ]);
    expect(inChinese.of("'x' is in training in another program.")).toBe('“x”正在另一个程序中训练。');
    expect(inChinese.of("'a.pdf' looks like a PDF document, not like a text.")).toBe(
      '“a.pdf”看起来是PDF 文档，不是文本。',
    );
    expect(inChinese.of('Line 1, column 3: There is no name q.')).toBe('第 1 行第 3 列：没有名称 q。');
  });

  it('takes lines and spaces of markup for one space', () => {
    expect(keyOf(['a\n   b ', ' c'])).toBe('a b {0} c');
  });
});
