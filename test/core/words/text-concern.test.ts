import { describe, expect, it } from 'vitest';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import { textConcern } from '../../../core/words/text-concern.ts';
import { corpus } from '../../core/reports/report-fixtures.ts';

const fine = {
  ...corpus,
  distinct: 40,
  characters: 100_000,
  drift: 0.02,
  encodingSource: 'valid-utf-8' as const,
  lineEnds: { lf: 100, crlf: 0, cr: 0 },
  warnings: [],
  options: defaultCorpusOptions,
};
const crlf = { lf: 0, crlf: 9, cr: 0 };

describe('what of a text should be looked at first', () => {
  it.each([
    [{}, 'fine'],
    [{ distinct: 1, characters: 5 }, 'single'],
    [{ characters: 999 }, 'short'],
    [
      { warnings: ['3 places are not valid UTF-8, the first at byte 7; U+FFFD stands there instead.'] },
      'misfit',
    ],
    [{ drift: 0.11 }, 'end'],
    [{ drift: 0.11, options: { ...defaultCorpusOptions, split: 'blocks' as const } }, 'blocks'],
    [{ drift: 0.11, encodingSource: 'detected' as const }, 'end'],
    [{ drift: null, encodingSource: 'detected' as const, lineEnds: crlf }, 'guess'],
    [{ lineEnds: crlf }, 'line-ends'],
    [{ lineEnds: crlf, options: { ...defaultCorpusOptions, normaliseLineEnds: true } }, 'fine'],
    [
      {
        warnings: [
          "one distinct character occurs in the held-out part and never in training ('q' (U+0071)): no run can learn it.",
        ],
      },
      'unseen',
    ],
    [{ warnings: ['The text has one NUL character.'] }, 'remarks'],
  ])('%j', (change, concern) => {
    expect(textConcern({ ...fine, ...change })).toBe(concern);
  });
});
