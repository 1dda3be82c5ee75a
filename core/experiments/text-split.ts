import { percent } from '../words/number-format.ts';
import type { ChoosingPart, SplitOptions, TextParts } from '../corpora/parts.ts';
import { inEnglish, type Say } from '../words/said/say.ts';
import type { CorpusSummary } from '../corpora/corpus.ts';
import type { CorpusReference } from './experiment.ts';

type SplitText = Pick<
  CorpusSummary,
  'options' | 'trainCharacters' | 'tuningCharacters' | 'heldOutCharacters'
>;

/** How the text of an experiment is split. */
export function splitOf(corpus: CorpusReference): SplitOptions {
  const { split, heldOutShare, tuningShare } = corpus.kind === 'text' ? corpus.options : corpus.split;
  return { split, heldOutShare, tuningShare };
}

/** What sweeps and stopping rules of an experiment read: without a tuning part, what is reported too. */
export const choosingPart = (corpus: CorpusReference): ChoosingPart =>
  splitOf(corpus).tuningShare > 0 ? 'tuning' : 'held-out';

export const sameSplit = (a: SplitOptions, b: SplitOptions): boolean =>
  a.split === b.split &&
  a.tuningShare === b.tuningShare &&
  // The share counts for nothing beside a held-out text of its own.
  (a.split === 'file' || a.heldOutShare === b.heldOutShare);

/** A split in words. */
export function splitWords({ split, heldOutShare, tuningShare }: SplitOptions, say: Say = inEnglish): string {
  const [held, tuned] = [percent(heldOutShare), percent(tuningShare)];
  const none = tuningShare === 0;
  switch (split) {
    case 'file':
      return none
        ? say`a held-out text of its own, no tuning part`
        : say`a held-out text of its own, the last ${tuned} of the other for tuning`;
    case 'end':
      return none
        ? say`the last ${held} held out, no tuning part`
        : say`the last ${held} held out, the ${tuned} before for tuning`;
    case 'blocks':
      return none
        ? say`${held} held out in blocks spread over the text, no tuning part`
        : say`${held} held out and ${tuned} for tuning in blocks spread over the text`;
  }
}

/**
 * The split of a text in words; of a very short one the parts are others than were asked for, since each has two characters
 * at least, and that is said.
 */
export function splitOfText(
  { options, trainCharacters, tuningCharacters, heldOutCharacters }: SplitText,
  say: Say = inEnglish,
): string {
  const own = options.split === 'file';
  const all = trainCharacters + tuningCharacters + (own ? 0 : heldOutCharacters);
  const off = (characters: number, share: number) => Math.abs(characters / all - share) > 0.01;
  const rough =
    off(tuningCharacters, options.tuningShare) || (!own && off(heldOutCharacters, options.heldOutShare));
  const words = splitWords(options, say);
  return rough ? say`${words} (asked for: so short a text is split less finely)` : words;
}

/**
 * The parts as a sweep has them: what it reads stands in the place of the held-out part, which it never sees. A text
 * without a tuning part stays as it is.
 */
export const partsForTuning = (parts: TextParts): TextParts =>
  parts.tuning.length > 0 ? { ...parts, tuning: [], heldOut: parts.tuning } : parts;
