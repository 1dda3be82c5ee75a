import { en, type Words } from './en.ts';
import { zhHans } from './zh-hans.ts';

const all = { en, 'zh-Hans': zhHans } satisfies Record<string, Words>;

export type Language = keyof typeof all;

export const languages = Object.keys(all) as readonly Language[];

/** All that is said in a language. It is handed on as a parameter; there is no language of the program. */
export const wordsOf = (language: Language): Words => all[language];

/** The language that a system's tag (`zh-CN`, `en-GB`) comes closest to; English where it is none of ours. */
export const languageOf = (tag: string): Language => (/^zh\b/i.test(tag) ? 'zh-Hans' : 'en');
