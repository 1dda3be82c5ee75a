import type { Divergence, EarlyStop, Evaluation, Glimpse, LastStepFigures } from '../experiments/run.ts';
import type { OrderState } from '../network/batches.ts';
import type { Precision } from '../network/precision.ts';
import type { NetworkState } from '../network/state.ts';

/**
 * The whole state of a run between two steps, without what it has recorded. A run of the same experiment, text, engine
 * and number of threads that begins here goes on with the same bits as one that was never broken off. No generator is
 * among it: random numbers are drawn before the first step, and anew for each sample.
 */
export interface Checkpoint {
  /** Steps done. */
  readonly steps: number;
  /** Seconds spent in steps. */
  readonly seconds: number;
  readonly status: 'training' | 'finished' | 'diverged';
  readonly early: EarlyStop | null;
  readonly divergence: Divergence | null;
  /** Whether an evaluation comes before the next step. */
  readonly evaluationDue: boolean;
  /** Step of the last evaluation; −1 before the first. */
  readonly evaluatedAt: number;
  readonly gradientNorms: Glimpse['gradientNorms'];
  /** Of the last step, where the evaluation that is due shows them; else null. */
  readonly figures: LastStepFigures | null;
  readonly order: OrderState;
  readonly precision: Precision;
  /** What did the arithmetic, in words. */
  readonly engine: string;
  /** How many threads the sequences of a batch are dealt out to: sums are made part by part. */
  readonly threads: number;
  readonly network: NetworkState;
}

/** What a run goes on from: its rules for ending early look back at all of its evaluations. */
export interface RunBefore {
  readonly checkpoint: Checkpoint;
  readonly evaluations: readonly Evaluation[];
}
