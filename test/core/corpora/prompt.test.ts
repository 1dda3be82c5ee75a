import { describe, expect, it } from 'vitest';
import { promptIndices } from '../../../core/corpora/prompt.ts';
import { LabError } from '../../../core/errors.ts';

const vocabularyOf = (text: string) =>
  Uint32Array.from(new Set(Array.from(text, (character) => character.codePointAt(0)!)));
const refusal = (prompt: string, text: string, what?: string): LabError => {
  try {
    promptIndices(prompt, vocabularyOf(text), what);
  } catch (error) {
    return error as LabError;
  }
  throw new Error('It was taken.');
};
const acute = '\u0301';
const composed = 'caf\u00e9 ';
const decomposed = `cafe${acute} `;

describe('a prompt', () => {
  it('is read by code points; an empty one is a line end, or the first character', () => {
    expect([...promptIndices('b𝄞a', vocabularyOf('ab𝄞'))]).toEqual([1, 2, 0]);
    expect([...promptIndices('', vocabularyOf('ab\n'))]).toEqual([2]);
    expect([...promptIndices('', vocabularyOf('ab'))]).toEqual([0]);
  });

  it.each([
    ['aq', "'q' (U+0071)"],
    ['a的', "'的' (U+7684)"],
    ['a𝄞', "'𝄞' (U+1D11E)"],
    // What has no sign of its own is not put between quotes, where nobody sees it.
    [`a${acute}`, 'U+0301'],
    ['a\u200b', 'U+200B'],
    ['a\t', 'U+0009'],
    ['a b', 'U+0020'],
    ['a\ud800', 'U+D800'],
  ])('with an unknown character is refused by its code point: %j', (prompt, name) => {
    expect(refusal(prompt, 'ab')).toMatchObject({
      code: 'bad-argument',
      message: `The prompt has the character ${name}, which the text did not have.`,
      next: 'Use characters of the text the run was trained on.',
    });
  });

  it('with several names three of them, each once', () => {
    expect(refusal('xyzxyzw', 'ab', 'The text to read').message).toBe(
      "The text to read has the characters 'x' (U+0078), 'y' (U+0079), 'z' (U+007A) and 1 more, which the text did not have.",
    );
  });

  it('is told where the text has the same in its other form, whichever that is', () => {
    const here = refusal(decomposed, composed);
    expect(here.message).toContain("the characters 'e' (U+0065), U+0301");
    expect(here.next).toBe(`The text has them composed, as single characters: type it as '${composed}'.`);
    const there = refusal(composed, decomposed);
    expect(there.message).toContain("'é' (U+00E9)");
    expect(there.next).toBe(
      `The text has them decomposed, as letters with marks: type it as '${decomposed}'.`,
    );
    // Only where that form is known whole.
    expect(refusal(`${decomposed}q`, composed).next).toBe(
      'Use characters of the text the run was trained on.',
    );
  });
});
