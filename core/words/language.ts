/** Languages in which everything is said, by their tags. */
export const languages = ['en', 'zh-Hans'] as const;

export type Language = (typeof languages)[number];

/** The language that a system's tag (`zh-CN`, `en-GB`) comes closest to; English where it is none of ours. */
export const languageOf = (tag: string): Language => (/^zh\b/i.test(tag) ? 'zh-Hans' : 'en');
