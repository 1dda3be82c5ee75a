import type { Say } from './said/say.ts';

/** A layer's label in a language: the names of losses have words in it, a name that somebody gave stays. */
export const layerName = (label: string, say: Say): string =>
  label.replace(/(?<=\+ )(cross-entropy|quadratic)/, (loss) => say.of(loss));
