import * as v from 'valibot';
import type { Plain } from '../experiments/plain.ts';
import type { Evaluation } from '../experiments/run.ts';
import type { OrderState } from '../network/batches.ts';
import type { NetworkState } from '../network/state.ts';
import { double, glimpseSchema } from '../experiments/run-schema.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What a checkpoint says beside the state of its network. */
export const checkpointFacts = {
  /** Steps done. */
  steps: whole,
  /** Seconds spent in steps. */
  seconds: v.pipe(v.number(), v.finite(), v.minValue(0)),
  status: v.picklist(['training', 'finished', 'diverged']),
  early: v.nullable(v.strictObject({ rule: v.picklist(['target', 'plateau', 'budget']), step: whole })),
  divergence: v.nullable(v.strictObject({ step: whole, where: v.string(), rate: double })),
  /** Whether an evaluation comes before the next step. */
  evaluationDue: v.boolean(),
  /** Step of the last evaluation; −1 before the first. */
  evaluatedAt: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)),
  gradientNorms: glimpseSchema.entries.gradientNorms,
  /** Of the last step, where the evaluation that is due shows them; else null. */
  figures: v.nullable(
    v.strictObject({
      deltaHistogram: glimpseSchema.entries.deltaHistogram,
      saturatedOutputs: glimpseSchema.entries.saturatedOutputs,
      saturatedWrong: glimpseSchema.entries.saturatedWrong,
      saturatedHidden: glimpseSchema.entries.saturatedHidden,
    }),
  ),
  order: v.strictObject({ positions: v.array(whole), resets: v.array(v.picklist([0, 1])) }),
  precision: v.picklist(['float32', 'float64']),
  /** What did the arithmetic, in words. */
  engine: v.string(),
  /** How many threads the sequences of a batch are dealt out to: sums are made part by part. */
  threads: v.pipe(whole, v.minValue(1), v.maxValue(1024)),
};

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
