import { describe, expect, it } from 'vitest';
import { defaultCorpusOptions, type CorpusOptions } from '../../../core/corpora/corpus.ts';
import { textParts, charactersOf } from '../../../core/corpora/parts.ts';
import { splitOfText, splitWords } from '../../../core/experiments/text-split.ts';

/** What is said of a text of N characters, the last of them a held-out text of its own. */
function told(N: number, change: Partial<CorpusOptions> = {}, own = 0): string {
  const options = { ...defaultCorpusOptions, ...change };
  const { training, tuning, heldOut } = textParts(N, options, own);
  return splitOfText({
    options,
    trainCharacters: charactersOf(training),
    tuningCharacters: charactersOf(tuning),
    heldOutCharacters: charactersOf(heldOut),
  });
}

describe('the split of a text in words', () => {
  it.each(['end', 'blocks'] as const)('is what was asked for where the text has room for it: %s', (split) => {
    expect(told(100_000, { split })).toBe(splitWords({ ...defaultCorpusOptions, split }));
    expect(told(100_000, { split: 'file' }, 1000)).toBe(
      splitWords({ ...defaultCorpusOptions, split: 'file' }),
    );
  });

  it.each([4, 5, 6, 10, 25])('says that the parts are others where %i characters are too few', (N) => {
    for (const split of ['end', 'blocks'] as const)
      expect(told(N, { split })).toMatch(/\(asked for: so short a text is split less finely\)$/);
  });
});
