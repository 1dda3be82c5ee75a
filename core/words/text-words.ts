import type { EncodingSource } from '../corpora/corpus.ts';
import { inEnglish, type Say } from './said/say.ts';
import type { TextConcern } from './text-concern.ts';

/** What a text should be looked at for: the sentence at the top of its screen, and a few words for the panel. */
export const concernWords = (concern: TextConcern, encoding: string, say: Say): [string, string] =>
  (
    ({
      single: [
        say`There is nothing to learn: the text has only one distinct character`,
        say`One character only`,
      ],
      short: [say`Take a longer text: this one is too short to compare anything on`, say`Too short a text`],
      misfit: [
        say`Check the encoding: some bytes do not fit ${encoding}`,
        say`Some bytes do not fit ${encoding}`,
      ],
      end: [
        say`Check the split: the end of this text differs from the rest`,
        say`The end differs from the rest`,
      ],
      blocks: [
        say`Check the split: even in blocks the held-out part differs`,
        say`The held-out part differs`,
      ],
      file: [say`The held-out file differs from the text that is learned`, say`The held-out file differs`],
      guess: [say`Check the encoding: ${encoding} is a guess`, say`The encoding is a guess`],
      'line-ends': [say`Line ends take more characters than they need`, say`Line ends are not LF alone`],
      unseen: [
        say`This text is fine, but for characters that training never shows`,
        say`Some characters never in training`,
      ],
      remarks: [say`This text can be learned, with some remarks`, say`There are remarks`],
      fine: [say`This text is fine to learn from`, ''],
    }) satisfies Record<TextConcern, [string, string]>
  )[concern];

/** How the encoding of a text became known. */
export const encodingSourceWords = (source: EncodingSource, say: Say = inEnglish): string =>
  ({
    'byte-order-mark': say`by its byte order mark`,
    'nul-pattern': say`by the pattern of its NUL bytes`,
    'valid-utf-8': say`valid throughout`,
    detected: say`a guess`,
    chosen: say`as chosen`,
    generated: say`generated`,
  })[source];

/** The parts of a text as shares, as they are shown; without a tuning part where `tune` is empty. */
export const sharesWords = (train: string, tune: string, held: string, say: Say): string =>
  tune === ''
    ? say`${train} to train, ${held} held out`
    : say`${train} to train, ${tune} to tune, ${held} held out`;
