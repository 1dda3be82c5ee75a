import type { SplitOptions } from './parts.ts';
import { namedCharacter } from './character-names.ts';
import { driftThreshold } from './corpus.ts';
import type { OddCharacters } from './odd-characters.ts';
import type { Utf8Census } from './utf8.ts';
import { fixed } from '../words/number-format.ts';

/** What a person should know about a text before training on it. */
interface Findings {
  readonly characters: number;
  readonly distinct: number;
  readonly files: readonly {
    readonly name: string;
    readonly encoding: string;
    readonly census: Utf8Census;
  }[];
  readonly odd: OddCharacters;
  readonly merged: number;
  readonly minimumCount: number;
  /** Code points of the held-out part that training never shows. */
  readonly unseen: readonly number[];
  readonly drift: number;
  readonly split: SplitOptions['split'];
}

const times = (n: number, one: string, many: string) => (n === 1 ? `one ${one}` : `${n} ${many}`);

/** Most characters that a sentence names. */
const mostNamed = 6;

const named = (codePoints: readonly number[]): string =>
  [
    ...codePoints.slice(0, mostNamed).map(namedCharacter),
    ...(codePoints.length > mostNamed ? ['…'] : []),
  ].join(', ');

/** Findings as sentences, the ones that matter most first. */
export function warnings(found: Findings): string[] {
  const { characters, distinct, odd, merged, minimumCount, unseen } = found;
  const list = [...decodingWarnings(found), ...driftWarning(found)];
  if (distinct === 1) list.push('The text has only one distinct character: there is nothing to learn.');
  else if (characters < 1000)
    list.push(`The text has only ${characters} characters: too few to compare anything on.`);
  if (odd.nul > 0) list.push(`The text has ${times(odd.nul, 'NUL character', 'NUL characters')}.`);
  if (odd.controls > 0)
    list.push(`The text has ${times(odd.controls, 'control character', 'control characters')}.`);
  if (odd.bidirectional > 0)
    list.push(
      `The text has ${times(odd.bidirectional, 'character', 'characters')} that change the direction of writing; they are shown by number.`,
    );
  list.push(...lineEndWarning(found));
  if (merged > 0)
    list.push(
      `${times(merged, 'distinct character that occurs', 'distinct characters that occur')} fewer than ${minimumCount} times became one "other" symbol.`,
    );
  if (unseen.length > 0)
    list.push(
      `${times(unseen.length, 'distinct character occurs', 'distinct characters occur')} in the held-out part and never in training (${named(unseen)}): no run can learn ${unseen.length === 1 ? 'it' : 'them'}.`,
    );
  return list;
}

/** Bytes that did not belong to the encoding; each place became one U+FFFD or more. */
function decodingWarnings({ files, odd }: Findings): string[] {
  const of = (name: string) => (files.length > 1 ? ` in ${name}` : '');
  const broken = files.flatMap(({ name, encoding, census }) => {
    if (census.turn && !encoding.startsWith('utf-16')) return turned(name, census.turn);
    if (encoding !== 'utf-8' || census.broken === 0) return [];
    return census.truncated > 0
      ? `The last character${of(name)} is cut off at byte ${census.firstBroken}; it was replaced by U+FFFD.`
      : `${times(census.broken, 'place', 'places')}${of(name)} ${census.broken === 1 ? 'is' : 'are'} not valid UTF-8, the first at byte ${census.firstBroken}; U+FFFD stands there instead.`;
  });
  // A valid text may hold U+FFFD itself; then nothing was replaced.
  const others = [...new Set(files.map(({ encoding }) => encoding))].filter((each) => each !== 'utf-8');
  if (broken.length > 0 || odd.replacements === 0 || others.length === 0) return broken;
  return [
    `${times(odd.replacements, 'character is', 'characters are')} not valid ${others.join(', ')}; U+FFFD stands there instead. Another encoding may fit better.`,
  ];
}

/** A text of two encodings, which no one of them decodes. */
const turned = (name: string, { at, to }: NonNullable<Utf8Census['turn']>): string =>
  to === 'other'
    ? `'${name}' is UTF-8 up to byte ${at}, and something else from there on. Save all of it in one encoding.`
    : `'${name}' is UTF-8 from byte ${at} on, and something else before. Save all of it in one encoding.`;

const against: Readonly<Record<SplitOptions['split'], string>> = {
  end: 'Scores measure that as well; a split by blocks, spread over the text, is fairer.',
  blocks: 'Scores measure that as well; put the lines of the text in another order, or take a longer text.',
  file: 'Scores measure that as well: how what is learned on the one text serves on the other.',
};

function driftWarning({ drift, split }: Findings): string[] {
  if (drift <= driftThreshold) return [];
  return [
    `The held-out part differs from the training part by a drift of ${fixed(drift, 2)} bits a character. ${against[split]}`,
  ];
}

function lineEndWarning({ odd: { lineEnds }, characters }: Findings): string[] {
  const { lf, crlf, cr } = lineEnds;
  if ([lf, crlf, cr].filter((count) => count > 0).length > 1)
    return [
      `Line ends are mixed: ${lf} LF, ${crlf} CR LF, ${cr} CR. They can be made one (normalise line ends).`,
    ];
  if (crlf > 0)
    return [
      `Line ends are CR LF: the LF after each CR is certain, ${crlf} of ${characters} characters for nothing. They can be turned into LF (normalise line ends).`,
    ];
  return cr > 0
    ? [`Line ends are CR alone, ${cr} of them. They can be turned into LF (normalise line ends).`]
    : [];
}
