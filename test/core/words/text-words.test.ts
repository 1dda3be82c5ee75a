import { describe, expect, it } from 'vitest';
import { glossary } from '../../../core/words/glossary.ts';
import { lineEndWords } from '../../../core/words/text-words.ts';

describe('line ends in words', () => {
  it.each([
    [{ lf: 12, crlf: 0, cr: 0 }, null],
    [{ lf: 0, crlf: 1200, cr: 0 }, 'All line ends are CR LF, where each CR LF is two characters to learn.'],
    [{ lf: 0, crlf: 0, cr: 7 }, 'All line ends are CR.'],
    [
      { lf: 3, crlf: 2, cr: 1 },
      'Line ends: 3 LF, 2 CR LF and 1 CR, where each CR LF is two characters to learn.',
    ],
  ])('%j', (ends, words) => {
    expect(lineEndWords(ends, false)).toBe(words);
  });

  it('tells what was made of them, and nothing of reports that did not count them', () => {
    expect(lineEndWords(null, false)).toBeNull();
    expect(lineEndWords({ lf: 9, crlf: 0, cr: 0 }, true)).toMatch(/read as LF/);
  });
});

describe('the glossary', () => {
  it('has every word once, each with a sentence', () => {
    expect(new Set(glossary.map(({ plain }) => plain)).size).toBe(glossary.length);
    for (const { sentence } of glossary) expect(sentence).toMatch(/^[A-Zη].*\.$/);
  });
});
