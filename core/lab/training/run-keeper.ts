import type { RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import type { EvaluatedBaselines } from '../../corpora/baselines.ts';
import type { LabErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { RunRecord, RunStatus } from '../../experiments/run.ts';
import type { OutputLayerInfo } from '../../layers/layer-info.ts';
import type { Checkpoint, RunBefore } from '../../store/checkpoint.ts';

/** What was kept of a run. */
export interface KeptRun {
  /** Everything it had recorded, as one piece of progress. */
  readonly record: RunProgress;
  /** Where it goes on; null for a run that has ended. */
  readonly before: RunBefore | null;
  /** Where a run that has ended stands, for those who look at its weights; absent where nobody will. */
  readonly rest?: RunBefore;
}

/** A run that is trained now. */
export interface BegunRun extends RunKey {
  /** It begins at its start, whatever was kept of it. */
  readonly fresh: boolean;
}

/** How a run stands when training has ended. */
export interface EndedRun extends RunKey {
  readonly status: RunStatus;
  readonly steps: number;
  readonly engine: string | null;
  readonly failure: string | null;
}

/** Keeps the runs of an experiment while they are trained, away from every event loop. */
export interface RunKeeper {
  /** What there is of a run from an earlier time, which may be large: it is handed over once. Null where there is nothing. */
  before(run: RunKey): KeptRun | null;
  /** The runs that are trained now, of an experiment that may have got more seeds; fresh ones from their start. */
  begin(experiment: Experiment, runs: readonly BegunRun[]): void;
  /** What runs did; it is kept with their next checkpoint. */
  progress(runs: readonly RunProgress[]): void;
  /** Follows the progress up to its step. */
  checkpoint(run: RunKey, checkpoint: Checkpoint): void;
  /** What helps where nothing can be written, beside what the trouble itself says. */
  advice?: string;
  /** Tells when nothing can be written, and null once it can be again. */
  onTrouble(listener: (trouble: LabErrorData | null) => void): void;
  /** Tells of a run that another program writes by now, and why it is kept no further here. */
  onLost(listener: (run: RunKey, why: LabErrorData) => void): void;
}

/** Keeps one experiment of the library. */
export interface ExperimentKeeper extends RunKeeper {
  /** Of its folder. */
  readonly id: string;
  /** What a person should know of what was found there, a sentence each. */
  readonly notes: readonly string[];
  /** The experiment has got more seeds or steps. */
  plan(experiment: Experiment): void;
  /**
   * Writes everything there is.
   * @param runs how they stand, where training has ended
   * @param facts what is known of text and layers by now
   * @returns what could not be written
   */
  finish(runs: readonly EndedRun[] | null, facts: KeptFacts | null): Promise<LabErrorData | null>;
  /** Gives the runs free for other programs. */
  close(): Promise<void>;
}

/** What is kept of a text and of layers beside an experiment. */
export interface KeptFacts {
  readonly baselines: EvaluatedBaselines | null;
  readonly ownLayers: readonly OutputLayerInfo[];
}

/** How runs stand that are not going on. A run that did not end by itself was stopped. */
export const endedRuns = (records: readonly RunRecord[]): EndedRun[] =>
  records.map(({ armId, seed, status, steps, engine, failure }) => ({
    armId,
    seed,
    status: status === 'waiting' || status === 'training' ? 'stopped' : status,
    steps,
    engine,
    failure,
  }));
