import type * as v from 'valibot';
import type { Plain } from '../contract/plain.ts';
import type { Evaluation } from '../experiments/run.ts';
import type { OrderState } from '../network/batches.ts';
import type { NetworkState } from '../network/state.ts';
import type { checkpointFacts } from './checkpoint-file.ts';

type Facts = { [Fact in keyof typeof checkpointFacts]: v.InferOutput<(typeof checkpointFacts)[Fact]> };

/**
 * The whole state of a run between two steps, without what it has recorded. A run of the same experiment, text, engine
 * and number of threads that begins here goes on with the same bits as one that was never broken off. No generator is
 * among it: random numbers are drawn before the first step, and anew for each sample.
 */
export interface Checkpoint extends Plain<Omit<Facts, 'order'>> {
  readonly order: OrderState;
  readonly network: NetworkState;
}

/** What a run goes on from: its rules for ending early look back at all of its evaluations. */
export interface RunBefore {
  readonly checkpoint: Checkpoint;
  readonly evaluations: readonly Evaluation[];
}
