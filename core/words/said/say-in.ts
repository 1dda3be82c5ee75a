import type { Language } from '../language.ts';
import { inEnglish, type Say } from './say.ts';
import { inChinese } from './zh/chinese.ts';

/** Says sentences in a language; in English where none is named. */
export const sayIn = (language: Language = 'en'): Say => (language === 'en' ? inEnglish : inChinese);
