import type { Words } from '../../../core/words/en.ts';

/** A layer's label in a language: the names of losses are translated, those that somebody gave stay. */
export const layerName = (label: string, { derivation: { losses } }: Words): string =>
  label.replace(/(?<=\+ )cross-entropy/, losses.crossEntropy).replace(/(?<=\+ )quadratic/, losses.quadratic);
