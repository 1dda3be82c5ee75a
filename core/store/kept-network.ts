import type { RunKey } from '../contract/run-book.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { TrainedRun } from '../experiments/files/trained-run.ts';
import type { Checkpoint } from './checkpoint.ts';

/** What a file of a run says of its text and of the lab that made it. */
type RunFacts = Pick<TrainedRun, 'vocabulary' | 'other' | 'corpus' | 'labVersion'>;

/** The network of a run as its checkpoint has it; null where the experiment has no such arm. */
export function networkOf(
  { arms, layers, model, evaluation, name }: Experiment,
  { armId, seed }: RunKey,
  { network: { weights, carried }, steps }: Checkpoint,
  { vocabulary, other, corpus, labVersion }: RunFacts,
): TrainedRun | null {
  const arm = arms.find(({ id }) => id === armId);
  if (!arm) return null;
  const { hidden, biases } = model;
  return {
    layer: arm.layer,
    own: layers.find(({ id }) => id === arm.layer) ?? null,
    clamp: arm.clamp,
    shape: { vocabulary: vocabulary.length, hidden, biases },
    weights,
    start:
      evaluation.start === 'carried'
        ? { kind: 'carried', state: carried.slice(0, hidden) }
        : { kind: 'zero' },
    ...{ vocabulary, other, armId, seed, steps, corpus, labVersion },
    experiment: name,
  };
}
