import type { RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import type { LabErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { BegunRun, EndedRun, KeptRun } from '../../lab/training/run-keeper.ts';
import type { About } from '../../store/about.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';

/** What files of runs say beside the run itself. */
export interface StoreFacts {
  readonly vocabulary: Uint32Array;
  /** Index of the "other" symbol, or null. */
  readonly other: number | null;
  readonly corpus: { readonly name: string; readonly sha256: string };
  readonly labVersion: string;
  /** Processor and JavaScript engine. */
  readonly machine: string;
}

/**
 * Host to the thread that writes. Messages in one order, not questions as of birpc: an answer has to keep its place among
 * the progress and the checkpoints before it, whose arrays are handed over, not copied.
 */
export type ToStore =
  | {
      readonly kind: 'open';
      readonly folder: string;
      readonly experiment: Experiment;
      /** Runs that are written here; others are only read. */
      readonly mine: readonly RunKey[];
      /** Whether they are a part of the work, of which whoever tells the whole says that it is complete. */
      readonly part?: boolean;
      readonly facts: StoreFacts;
      /** Whether the weights of runs that have ended are told too. */
      readonly resting?: boolean;
      /** Milliseconds for which writing is tried again while training is held; Infinity: until it works. */
      readonly patience?: number;
    }
  | { readonly kind: 'begin'; readonly experiment: Experiment; readonly runs: readonly BegunRun[] }
  | { readonly kind: 'progress'; readonly runs: readonly RunProgress[] }
  | { readonly kind: 'checkpoint'; readonly run: RunKey; readonly checkpoint: Checkpoint }
  /** The experiment has got more seeds or steps. */
  | { readonly kind: 'plan'; readonly experiment: Experiment }
  /**
   * Answered by `done` once everything is on disk. Without runs training has not ended, and nothing is said of it;
   * `about` replaces what was known of the text and layers when it began.
   */
  | { readonly kind: 'finish'; readonly runs: readonly EndedRun[] | null; readonly about?: About }
  /** Goes on in another folder, into which all that is there is copied; answered by `done`. */
  | { readonly kind: 'move'; readonly folder: string }
  /** Answered by `done`, without locks. */
  | { readonly kind: 'close' };

/** The thread to its host. */
export type FromStore =
  | {
      readonly kind: 'opened';
      readonly kept: readonly (RunKey & { readonly run: KeptRun })[];
      /** What a person should know: damage, another machine. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'refused'; readonly error: LabErrorData }
  /** Nothing can be written, and it is tried again; null: it can be again, or is not tried any more. */
  | { readonly kind: 'trouble'; readonly error: LabErrorData | null }
  /** Another program writes a run: it is kept no further here. */
  | { readonly kind: 'lost'; readonly run: RunKey; readonly error: LabErrorData }
  /** What was to be finished, moved or closed is, or why it is not; in the order in which it was asked for. */
  | { readonly kind: 'done'; readonly error: LabErrorData | null };
