import type { RunProgress } from '../../contract/lab-data.ts';
import type { RunKey } from '../../contract/run-book.ts';
import type { LabErrorData } from '../../errors.ts';
import type { Arm, Experiment } from '../../experiments/experiment.ts';
import type { RunText } from '../../experiments/run-start.ts';
import type { Crew } from '../../network/engine.ts';
import type { Checkpoint, RunBefore } from '../../store/checkpoint.ts';
import type { ReadingWeights } from './weight-history.ts';

/** What a training thread needs of a text; the indices lie on shared memory. */
export type TrainingText = RunText;

/** A run that a thread is given, and where it goes on from; from its start without that. */
export interface AssignedRun extends RunKey {
  readonly before?: RunBefore;
}

/** What a thread is asked for about one run. */
export type RunQuestion =
  | {
      readonly kind: 'sample';
      readonly characters: number;
      readonly temperature: number;
      readonly prompt: string;
      readonly sampleSeed: number;
    }
  /** The present weights for null, else those of a step that `kept-steps` names. */
  | { readonly kind: 'weights'; readonly step: number | null }
  | { readonly kind: 'kept-steps' };

export type RunAnswer =
  | { readonly kind: 'sample'; readonly text: string }
  /** Weights on shared memory: they may be large, and whoever passes them on copies nothing. */
  | ({ readonly kind: 'weights'; readonly steps: number } & ReadingWeights)
  /** Steps whose weights are kept, ascending. */
  | { readonly kind: 'kept-steps'; readonly steps: readonly number[] };

/**
 * Host to thread. `control` of `assign` is one Int32 on shared memory: 1 asks the thread to give up what it is doing
 * and listen, 0 lets it go on. It reaches a thread in the middle of a step, which a message cannot.
 */
export type ToThread =
  | {
      readonly kind: 'assign';
      readonly control: Int32Array;
      readonly experiment: Experiment;
      readonly text: TrainingText;
      readonly runs: readonly AssignedRun[];
      /** Threads that each of these runs may use; a run that goes on uses as many as it did. */
      readonly threadsPerRun: number;
      /** Whether checkpoints are told. */
      readonly keep?: boolean;
      /** One run after the other, each forgotten at its end: nobody looks at them. Else side by side. */
      readonly inTurn?: boolean;
      /** Only where the runs are of a plug-in: tells the host when it has the thread in hand (`Pulse`). */
      readonly pulse?: Int32Array;
    }
  /** Further runs of the experiment assigned, which has got more seeds; those it has stay. */
  | {
      readonly kind: 'more';
      readonly experiment: Experiment;
      readonly runs: readonly AssignedRun[];
      readonly threadsPerRun: number;
      readonly keep?: boolean;
    }
  /** Forget runs. */
  | { readonly kind: 'drop'; readonly runs: readonly RunKey[] }
  /** Work on every step of a run of another thread, until the end. */
  | {
      readonly kind: 'follow';
      readonly control: Int32Array;
      readonly crew: Crew;
      readonly part: number;
      readonly arm: Arm;
      /** Layers that the experiment brings along. */
      readonly layers: Experiment['layers'];
    }
  /** Train until `hold` or the end. */
  | { readonly kind: 'go' }
  /** Answered by `held` once nothing is being computed. */
  | { readonly kind: 'hold' }
  /** One step of every run that has not ended, then `held`. */
  | { readonly kind: 'step' }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly run: RunKey;
      readonly question: RunQuestion;
    };

/** Thread to host. */
export type FromThread =
  | { readonly kind: 'progress'; readonly runs: readonly RunProgress[] }
  /** Where a run stands, after the progress up to there. */
  | { readonly kind: 'checkpoint'; readonly run: RunKey; readonly checkpoint: Checkpoint }
  /** A run is made and other threads may join it. */
  | { readonly kind: 'crew'; readonly crew: Crew; readonly arm: Arm }
  | { readonly kind: 'held' }
  /** Every assigned run has ended by itself. */
  | { readonly kind: 'done' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: RunAnswer }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: LabErrorData };
