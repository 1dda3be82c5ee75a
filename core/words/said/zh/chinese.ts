import { sayer } from '../say.ts';
import { caveats } from './caveats.ts';
import { figures } from './figures.ts';
import { method } from './method.ts';
import { page } from './page.ts';
import { names, recorded } from './records.ts';
import { verdicts } from './verdicts.ts';

/** What the code says through templates, in Chinese. */
export const sentences = { ...verdicts, ...method, ...caveats, ...page, ...figures };

export { recorded };

/** 简体中文 */
export const inChinese = sayer('zh-Hans', { ...names, ...sentences }, recorded, {
  last: '和',
  name: '、',
  part: '；',
});
