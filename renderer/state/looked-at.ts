import type { CorpusSummary } from '../../core/corpora/corpus.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import type { ProbeStretch } from '../../core/probes/probe.ts';

/** The arm whose weights are looked at: the chosen one, while the experiment has it. */
export const lookedAtArm = ({ arms }: Experiment, chosen: string | null): string =>
  (arms.find(({ id }) => id === chosen) ?? arms[0]).id;

/** Characters of a part of the text; 0 without a text. */
export function charactersOf(corpus: CorpusSummary | null, part: ProbeStretch['part']): number {
  if (!corpus) return 0;
  return part === 'training' ? corpus.trainCharacters : corpus.heldOutCharacters;
}
