import { LabError } from '../errors.ts';

const lineFeed = 0x0a;

/**
 * Indices of a prompt; the empty prompt is a line end, or the text's first character.
 * @param vocabulary code point of each index
 * @throws LabError `bad-argument` for a character the text did not have
 */
export function promptIndices(prompt: string, vocabulary: Uint32Array): Uint32Array {
  if (prompt === '') return Uint32Array.of(Math.max(0, vocabulary.indexOf(lineFeed)));
  return Uint32Array.from(prompt, (character) => {
    const index = vocabulary.indexOf(character.codePointAt(0)!);
    if (index < 0)
      throw new LabError(
        'bad-argument',
        `The prompt has the character '${character}', which the text did not have.`,
        'Use characters of the text the run was trained on.',
      );
    return index;
  });
}
