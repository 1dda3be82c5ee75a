import { baselineLines } from '../../core/experiments/comparison/baseline-lines.ts';
import type { Baselines } from '../../core/corpora/baselines.ts';
import type { CorpusSummary } from '../../core/corpora/corpus.ts';
import type { YardstickId } from '../../core/yardsticks/registry.ts';

/** A value that a yardstick is measured against. */
export interface Baseline {
  readonly label: string;
  readonly value: number;
  /** Where along the line its label stands: lines may lie close together, and curves end near the lowest. */
  readonly place: number;
}

const places: Readonly<Record<string, number>> = {
  unigram: 0.8,
  bigram: 0.63,
  'entropy rate': 0.03,
  'the most frequent': 0.63,
};

/** The lines of a yardstick with the places of their labels. */
export function baselinesOf(
  yardstick: YardstickId,
  corpus: CorpusSummary | null,
  baselines: Baselines | null,
): readonly Baseline[] {
  if (!corpus) return [];
  return baselineLines(yardstick, corpus, baselines).map((line) => ({
    ...line,
    place: places[line.label] ?? 0.97,
  }));
}
