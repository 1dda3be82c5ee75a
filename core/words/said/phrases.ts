import type { Say } from './say.ts';

/** A piece of a sentence; what names an arm has its id. */
export interface Phrase {
  readonly text: string;
  readonly armId?: string;
}

/** The pieces of a sentence in which names stand as `{a}`, `{b}` …, wherever a language puts them. */
export const phrases = (sentence: string, names: Readonly<Record<string, Phrase>>): Phrase[] =>
  sentence
    .split(/\{([a-z])\}/)
    .map((text, i): Phrase => (i % 2 === 1 ? names[text] : { text }))
    .filter(({ text }) => text !== '');

/** A sentence that was made and kept in English, in another language: the names in it keep what they are. */
export function phrasesIn(pieces: readonly Phrase[], say: Say): Phrase[] {
  const names = new Map<string, Phrase>();
  const sentence = pieces.map((piece) => {
    if (piece.armId === undefined) return piece.text;
    const mark = String.fromCharCode('a'.charCodeAt(0) + names.size);
    names.set(mark, piece);
    return `{${mark}}`;
  });
  return phrases(say.of(sentence.join('')), Object.fromEntries(names));
}
