import type { Corpus } from '../corpora/corpus.ts';
import { charactersOf, textParts } from '../corpora/parts.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { repeatedSeeds, type Variation } from '../experiments/comparison/robustness.ts';

const words = { end: 'held out at the end', blocks: 'held out in blocks' } as const;

/** The first seeds of an experiment on the other split of its text, and the text split so. */
export function onAnotherSplit(
  experiment: Experiment,
  corpus: Corpus,
): { readonly variation: Variation; readonly corpus: Corpus } {
  const { options, characters } = corpus.summary;
  if (options.split === 'file')
    return {
      variation: { id: 'split', why: 'The held-out text is a file of its own, and is not split.' },
      corpus,
    };
  const split = options.split === 'end' ? 'blocks' : 'end';
  const parts = textParts(characters, { ...options, split });
  const reference = experiment.corpus;
  return {
    variation: {
      id: 'split',
      change: `${words[split]} instead of ${words[options.split]}`,
      experiment: {
        ...experiment,
        seeds: [...repeatedSeeds(experiment)],
        corpus:
          reference.kind === 'text' ? { ...reference, options: { ...reference.options, split } } : reference,
      },
    },
    corpus: {
      ...corpus,
      parts,
      summary: {
        ...corpus.summary,
        options: { ...options, split },
        trainCharacters: charactersOf(parts.training),
        tuningCharacters: charactersOf(parts.tuning),
        heldOutCharacters: charactersOf(parts.heldOut),
      },
    },
  };
}
