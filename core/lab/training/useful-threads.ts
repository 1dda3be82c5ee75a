import type { Corpus } from '../../corpora/corpus.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { operationsPerCharacter } from '../../network/operations.ts';

/** Sequences below which a thread leaves most of a tile empty. */
const leastSequences = 4;
/** Floating-point operations of a step below which threads would spend their time on meeting each other. */
const leastOperations = 1e7;

/**
 * Threads that are of use to one run of an experiment: each gets some sequences of the batch. It depends on the
 * experiment and on how many are free, not on what else the machine does.
 * @param free threads there are for each run
 */
export function usefulThreads(experiment: Experiment, corpus: Corpus, free: number): number {
  const { hidden, batch, length } = experiment.model;
  if (experiment.precision === 'float64') return 1;
  const work = operationsPerCharacter({ hidden, vocabulary: corpus.vocabulary.length }) * batch * length;
  return Math.max(1, Math.min(free, Math.floor(batch / leastSequences), Math.floor(work / leastOperations)));
}
