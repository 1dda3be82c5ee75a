import type { Experiment } from '../../../core/experiments/experiment.ts';
import type { Evaluation, Glimpse } from '../../../core/experiments/run.ts';
import { Trainer } from '../../../core/lab/training/trainer.ts';
import { engine } from '../../../core/network/engines.ts';
import { optimizer } from '../../../core/optimizers/registry.ts';
import type { RunBefore } from '../../../core/store/checkpoint.ts';
import type { CheckpointShape } from '../../../core/store/checkpoint-file.ts';
import { smallCorpus } from '../lab/lab-fixtures.ts';

export const corpus = smallCorpus();

export const shapeOf = ({ model, optimizer: { id, settings } }: Experiment): CheckpointShape => ({
  shape: { vocabulary: corpus.vocabulary.length, hidden: model.hidden, biases: model.biases },
  batch: model.batch,
  optimizerVectors: Object.keys(optimizer(id).init(new Float32Array(1), settings).vectors).length,
});

/** What a run does on its way, without the times. */
export interface Told {
  readonly did: unknown[];
  readonly evaluations: Evaluation[];
  glimpse: Glimpse | null;
}

export const nothing = (): Told => ({ did: [], evaluations: [], glimpse: null });

/** A run of the first arm and seed, from its start or from where it was. */
export function trainerOf(experiment: Experiment, threads: number, before: RunBefore | null = null): Trainer {
  const [arm] = experiment.arms;
  const [seed] = experiment.seeds;
  return new Trainer(experiment, arm, seed, corpus, engine(experiment.precision), () => 0, threads, before);
}

/** Trains until a step is done, without the evaluation that may be due then, or to the end. */
export function train(trainer: Trainer, until: number, told: Told): void {
  while (!trainer.ended && (trainer.steps < until || until === Infinity)) {
    const did = trainer.advance(() => false);
    told.did.push(structuredClone(did));
    if (did.kind !== 'evaluated') continue;
    told.evaluations.push(did.evaluation);
    told.glimpse = did.glimpse;
  }
}
