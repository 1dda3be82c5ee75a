import type { RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import type { LabErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
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

/** Keeps the runs of an experiment while they are trained, away from every event loop. */
export interface RunKeeper {
  /** What there is of a run from an earlier time; null where there is nothing. */
  before(run: RunKey): KeptRun | null;
  /** The runs that are trained now, of an experiment that may have got more seeds. */
  begin(experiment: Experiment, runs: readonly RunKey[]): void;
  /** What runs did; it is kept with their next checkpoint. */
  progress(runs: readonly RunProgress[]): void;
  /** Follows the progress up to its step. */
  checkpoint(run: RunKey, checkpoint: Checkpoint): void;
  /** Tells when nothing can be written, and null once it can be again. */
  onTrouble(listener: (trouble: LabErrorData | null) => void): void;
}
