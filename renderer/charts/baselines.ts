import type { CorpusSummary, YardstickId } from '../../core/contract/data.ts';

/** A value that a yardstick is measured against. */
export interface Baseline {
  readonly label: string;
  readonly value: number;
  /** Where along the line its label stands: lines may lie close together, and curves end near the lowest. */
  readonly place: number;
}

const guess = 'guessing evenly';

/** What guesses reach on a yardstick, from the statistics of the text alone. */
export function baselinesOf(yardstick: YardstickId, corpus: CorpusSummary | null): readonly Baseline[] {
  if (!corpus) return [];
  const { distinct: V, uniformEntropy, unigramEntropy, bigramEntropy, entropyRate } = corpus;
  switch (yardstick) {
    case 'bitsPerCharacter':
      return [
        { label: 'log₂ V', value: uniformEntropy, place: 0.97 },
        { label: 'unigram', value: unigramEntropy, place: 0.8 },
        { label: 'bigram', value: bigramEntropy, place: 0.63 },
        ...(entropyRate === null ? [] : [{ label: 'entropy rate', value: entropyRate, place: 0.03 }]),
      ];
    case 'accuracy': {
      const commonest = corpus.mostFrequent[0];
      const share = commonest ? commonest.count / corpus.characters : NaN;
      return [
        { label: guess, value: 1 / V, place: 0.97 },
        ...(Number.isFinite(share) ? [{ label: 'the most frequent', value: share, place: 0.63 }] : []),
      ];
    }
    case 'top5Accuracy':
      return [{ label: guess, value: Math.min(1, 5 / V), place: 0.97 }];
    case 'brier':
      return [{ label: guess, value: 1 - 1 / V, place: 0.97 }];
  }
}
