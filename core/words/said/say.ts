import type { Language } from '../language.ts';
import { counted, grouped, listed } from '../number-format.ts';

type Value = string | number;

/** A sentence with gaps: words, and which of the values stands after each of them but the last. */
interface Wording {
  readonly words: readonly string[];
  readonly order: readonly number[];
}

/**
 * Says something in a language. What is said stands in the code in English, as a template: its words are the key under
 * which another language has its own, in which the values may stand in another order. There is no language of the program:
 * it is handed on as a parameter.
 */
export interface Say {
  (english: TemplateStringsArray, ...values: readonly Value[]): string;
  readonly language: Language;
  /** A name or sentence that stands in a record, in a registry or in a file of results. As it is where nobody has another. */
  of(english: string): string;
  /** `1 seed`, `5 seeds`. */
  counted(n: number, noun: string): string;
  /** `a`, `a and b`, `a, b and c`. */
  listed(items: readonly Value[]): string;
  /** One after the other on a line; empty ones are left out. */
  sentences(list: readonly string[]): string;
  /** Parts of one sentence, as with semicolons. */
  series(list: readonly Value[]): string;
  /** Names beside each other, as with commas. */
  names(list: readonly Value[]): string;
  /** For markup, whose values are no strings. */
  wording(english: readonly string[]): Wording;
}

const inTurn = (words: readonly string[]): Wording => ({
  words,
  order: words.slice(1).map((_, i) => i),
});

const whole = (list: readonly string[]) => list.filter((text) => text !== '');

/** What stands in the code. */
export const inEnglish: Say = Object.assign(
  (english: TemplateStringsArray, ...values: readonly Value[]) => String.raw({ raw: english }, ...values),
  {
    language: 'en' as const,
    of: (english: string) => english,
    counted,
    listed,
    sentences: (list: readonly string[]) => whole(list).join(' '),
    series: (list: readonly Value[]) => list.join('; '),
    names: (list: readonly Value[]) => list.join(', '),
    wording: inTurn,
  },
);

/** The key of a sentence: its words, with the numbers of its gaps; every kind of white space is one space. */
export const keyOf = (english: readonly string[]): string =>
  english
    .map((text, i) => (i === 0 ? text : `{${i - 1}}${text}`))
    .join('')
    .replace(/[ \u00a0\n]+/g, ' ')
    .trim();

/** Sentences with gaps `{0}`, `{1}` … by their English key. */
export type Catalogue = Readonly<Record<string, string>>;

function wordingOf(sentence: string): Wording {
  const parts = sentence.split(/\{(\d+)\}/);
  return {
    words: parts.filter((_, i) => i % 2 === 0),
    order: parts.filter((_, i) => i % 2 === 1).map(Number),
  };
}

const filled = ({ words, order }: Wording, values: readonly Value[]): string =>
  words.map((text, i) => (i === 0 ? text : `${values[order[i - 1]]}${text}`)).join('');

/** A key as the pattern of the sentences that were made from it. */
const patternOf = (key: string): RegExp =>
  new RegExp(
    `^${key
      .split(/\{\d+\}/)
      .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('(.+?)')}$`,
    's',
  );

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

/** The signs of a language between parts. */
interface Signs {
  readonly last: string;
  readonly name: string;
  readonly part: string;
}

/**
 * Another language than English.
 * @param sentences by the words that stand in the code
 * @param recorded those that were made and kept elsewhere, as whole sentences of files: found by their words
 */
export function sayer(language: Language, sentences: Catalogue, recorded: Catalogue, signs: Signs): Say {
  // Made when something is said: whoever never speaks the language does not wait for it.
  const wordings = once(
    () => new Map(Object.entries(sentences).map(([key, text]) => [key, wordingOf(text)])),
  );
  const patterns = once(() =>
    Object.entries(recorded).map(([key, text]) => ({ pattern: patternOf(key), wording: wordingOf(text) })),
  );
  const wording = (english: readonly string[]) => wordings().get(keyOf(english)) ?? inTurn(english);
  const said = (english: readonly string[], ...values: readonly Value[]) => filled(wording(english), values);
  const of = (english: string): string => {
    const own = wordings().get(english);
    if (own) return filled(own, []);
    for (const { pattern, wording: found } of patterns()) {
      const match = pattern.exec(english);
      if (match)
        return filled(
          found,
          // A sentence within a sentence; single words are names.
          match.slice(1).map((part) => (part.includes(' ') ? of(part) : part)),
        );
    }
    return english;
  };
  return Object.assign(said, {
    language,
    of,
    counted: (n: number, noun: string) => said(['', ` ${noun}`], grouped(n)),
    listed: (items: readonly Value[]) =>
      items.length < 2
        ? items.join('')
        : `${items.slice(0, -1).join(signs.name)}${signs.last}${items.at(-1)!}`,
    sentences: (list: readonly string[]) => whole(list).join(''),
    series: (list: readonly Value[]) => list.join(signs.part),
    names: (list: readonly Value[]) => list.join(signs.name),
    wording,
  });
}
