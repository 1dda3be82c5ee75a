import type { Baselines } from '../../corpora/baselines.ts';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import type { YardstickId } from '../../yardsticks/registry.ts';

/** A value that a yardstick is measured against. */
export interface BaselineLine {
  readonly label: string;
  readonly value: number;
}

type Guessed = Pick<CorpusSummary, 'distinct' | 'uniformEntropy' | 'entropyRate'>;

const guess = 'guessing evenly';

/**
 * What guesses and simple models reach on a yardstick, on the characters that the curves are scored on: nothing that is
 * counted on those characters themselves.
 * @param baselines null where they were not measured: then guesses are all there is
 */
export function baselineLines(
  yardstick: YardstickId,
  { distinct: V, uniformEntropy, entropyRate }: Guessed,
  baselines: Baselines | null,
): BaselineLine[] {
  switch (yardstick) {
    case 'bitsPerCharacter':
      return [
        { label: 'log₂ V', value: uniformEntropy },
        ...(baselines
          ? [
              { label: 'unigram', value: baselines.unigramBits },
              { label: 'bigram', value: baselines.bigramBits },
            ]
          : []),
        ...(entropyRate === null ? [] : [{ label: 'entropy rate', value: entropyRate }]),
      ];
    case 'accuracy':
      return [
        { label: guess, value: 1 / V },
        ...(baselines ? [{ label: 'the most frequent', value: baselines.mostFrequentAccuracy }] : []),
      ];
    case 'top5Accuracy':
      return [{ label: guess, value: Math.min(1, 5 / V) }];
    case 'brier':
      return [{ label: guess, value: 1 - 1 / V }];
  }
}

/** A target to begin with: the bits per character that the best of guessing, unigram and bigram reaches; else one half. */
export function simplestTarget(
  yardstick: YardstickId,
  corpus: Guessed | null,
  baselines: Baselines | null,
): number {
  if (yardstick !== 'bitsPerCharacter') return 0.5;
  if (!corpus) return 2;
  const lines = baselineLines(yardstick, { ...corpus, entropyRate: null }, baselines);
  return Math.max(0.01, Math.round(100 * Math.min(...lines.map(({ value }) => value))) / 100);
}
