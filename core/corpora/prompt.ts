import { LabError } from '../errors.ts';
import { namedCharacter } from './character-names.ts';

const lineFeed = 0x0a;
/** Characters that a message names. */
const mostNamed = 3;

/**
 * Indices of a prompt; the empty prompt is a line end, or the text's first character.
 * @param vocabulary code point of each index
 * @param what it is, at the beginning of a message
 * @throws LabError `bad-argument` for characters the text did not have, by their code points
 */
export function promptIndices(prompt: string, vocabulary: Uint32Array, what = 'The prompt'): Uint32Array {
  if (prompt === '') return Uint32Array.of(Math.max(0, vocabulary.indexOf(lineFeed)));
  const missing = missingFrom(prompt, vocabulary);
  if (missing.length > 0) throw unknownCharacters(prompt, vocabulary, missing, what);
  return Uint32Array.from(codePoints(prompt), (codePoint) => vocabulary.indexOf(codePoint));
}

const codePoints = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);

const missingFrom = (text: string, vocabulary: Uint32Array) => [
  ...new Set(codePoints(text).filter((codePoint) => !vocabulary.includes(codePoint))),
];

function unknownCharacters(
  prompt: string,
  vocabulary: Uint32Array,
  missing: readonly number[],
  what: string,
): LabError {
  const names = missing.slice(0, mostNamed).map(namedCharacter).join(', ');
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  return new LabError(
    'bad-argument',
    `${what} has the character${missing.length === 1 ? '' : 's'} ${names}${more}, which the text did not have.`,
    otherForm(prompt, vocabulary) ?? 'Use characters of the text the run was trained on.',
  );
}

/** What looks alike may be written in two ways: é is one character or e with a mark. The text may have the other one. */
function otherForm(prompt: string, vocabulary: Uint32Array): string | null {
  const forms = [
    ['NFC', 'composed', 'as single characters'],
    ['NFD', 'decomposed', 'as letters with marks'],
  ] as const;
  for (const [form, name, how] of forms) {
    const other = prompt.normalize(form);
    if (missingFrom(other, vocabulary).length === 0)
      return `The text has them ${name}, ${how}: type it as '${other}'.`;
  }
  return null;
}
