import { driftThreshold, type CorpusSummary } from '../corpora/corpus.ts';

/** What of a text a person should look at before training on it; `fine` where there is nothing. */
export type TextConcern =
  | 'single'
  | 'short'
  | 'misfit'
  | 'end'
  | 'blocks'
  | 'file'
  | 'guess'
  | 'line-ends'
  | 'unseen'
  | 'remarks'
  | 'fine';

/** The cards of the screen of the text. */
export type TextCard = 'split' | 'encoding' | 'rare' | 'line-ends' | 'remarks';

/** The card that answers a concern. */
export const cardOf: Readonly<Record<TextConcern, TextCard>> = {
  single: 'remarks',
  short: 'remarks',
  misfit: 'encoding',
  end: 'split',
  blocks: 'split',
  file: 'split',
  guess: 'encoding',
  'line-ends': 'line-ends',
  unseen: 'split',
  remarks: 'remarks',
  fine: 'split',
};

type Judged = Pick<
  CorpusSummary,
  'distinct' | 'characters' | 'drift' | 'options' | 'encodingSource' | 'lineEnds' | 'warnings'
>;

/** Fewer characters than this are too few to compare anything on. */
const fewest = 1000;

/**
 * What matters most of a text, from what spoils every score to what is only worth knowing: nothing to learn, bytes that do
 * not fit, parts that differ, an encoding that is a guess, line ends of two characters, unseen characters, other remarks.
 */
export function textConcern(text: Judged): TextConcern {
  const { distinct, characters, drift, options, encodingSource, lineEnds, warnings } = text;
  const warned = (of: RegExp) => warnings.some((warning) => of.test(warning));
  if (distinct === 1) return 'single';
  if (characters < fewest) return 'short';
  // The sentences of `warnings`, which a report keeps too: of bytes that were replaced, and of unseen characters.
  if (warned(/U\+FFFD|Save all of it in one encoding/)) return 'misfit';
  if (drift !== null && drift > driftThreshold) return options.split;
  if (encodingSource === 'detected') return 'guess';
  if (lineEnds && lineEnds.crlf + lineEnds.cr > 0 && !options.normaliseLineEnds) return 'line-ends';
  if (warned(/in the held-out part and never in training/)) return 'unseen';
  return warnings.length > 0 ? 'remarks' : 'fine';
}
