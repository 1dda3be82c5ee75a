import { en, type Words } from './en.ts';
import type { Language } from './language.ts';
import { zhHans } from './zh-hans.ts';

const all: Readonly<Record<Language, Words>> = { en, 'zh-Hans': zhHans };

/** All that is said in a language. It is handed on as a parameter; there is no language of the program. */
export const wordsOf = (language: Language): Words => all[language];
