import type { KeptComparison, LibraryEntry, LibraryState } from '../contract/library-data.ts';
import type { KeptHeading } from '../contract/report-heading-schema.ts';
import type { Corpus, CorpusSummary } from '../corpora/corpus.ts';
import type { LabErrorData } from '../errors.ts';
import type { RobustnessRecord } from '../experiments/comparison/robustness.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../experiments/rates/sweep-plan.ts';
import type { RunRecord } from '../experiments/run.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import type { KeptNotes } from '../store/notes.ts';
import type { StoredTexts } from './text-port.ts';
import type { ExperimentKeeper, KeptFacts } from './training/run-keeper.ts';

/** An experiment as its folder shows it: which one is on the screen the lab knows. */
export interface KeptEntry extends Omit<LibraryEntry, 'current'> {
  /** When something of its runs was written last, milliseconds. */
  readonly touched: number;
}

export interface Listing extends Pick<LibraryState, 'bytes' | 'trashBytes' | 'freeBytes' | 'skipped'> {
  /** The newest first. */
  readonly entries: readonly KeptEntry[];
}

/** A sweep of the rates of an experiment, as far as it has come. */
export interface KeptSweep {
  readonly plan: SweepPlan;
  readonly runs: readonly SweepRun[];
  /** Where runs stand that have not ended, by `sweepKey`. */
  readonly underWay?: ReadonlyMap<string, Checkpoint>;
}

/** An experiment that begins: what its folder says beside the plan. */
type Start = KeptFacts & {
  readonly experiment: Experiment;
  readonly corpus: Corpus;
  /** Where its text lies; null for a built-in one. */
  readonly stored: StoredTexts | null;
};

/** An experiment of the library as it is taken to the screen. */
export interface KeptPlan extends KeptFacts {
  readonly id: string;
  /** Under the name that it has in the library. */
  readonly experiment: Experiment;
  /** What authors say on its report; null where they have said nothing. */
  readonly heading: KeptHeading | null;
  readonly corpus: CorpusSummary;
  /** Where its text lies; null where that is nowhere to be found, and for built-in ones. */
  readonly stored: StoredTexts | null;
  /** A repeat of its first seeds; null where there is none. */
  readonly robustness: RobustnessRecord | null;
  /** A sweep of its rates; null where there is none. */
  readonly sweep: KeptSweep | null;
  /** Another program trains it. */
  readonly elsewhere: boolean;
  readonly trashed: boolean;
  readonly complete: boolean;
}

/** The experiments that are kept, in folders that threads of their own read and write. Every method rejects with LabError. */
export interface LibraryPort {
  /** Where they lie, for hosts whose screens may know it; else null. */
  shownFolder(): string | null;
  list(): Promise<Listing>;
  /**
   * Begins the folder of an experiment, before its first step. Its text is kept as well, beside the training.
   * @param problem told when the text could not be kept
   */
  begin(start: Start, problem: (error: LabErrorData) => void): Promise<ExperimentKeeper>;
  /** Begins the folder of an experiment of which nothing is trained yet; answers with its id. */
  sketch(start: Start, problem: (error: LabErrorData) => void): Promise<string>;
  /** Keeps a sweep in the folder of an experiment, in the place of another one. */
  keepSweep(id: string, sweep: KeptSweep): Promise<void>;
  /** Keeps a further run of it. */
  keepSweepRun(id: string, run: SweepRun): Promise<void>;
  /** Keeps where a run of it stands, until it has ended. */
  keepSweepCheckpoint(id: string, point: SweepPoint, checkpoint: Checkpoint): Promise<void>;
  plan(id: string): Promise<KeptPlan>;
  /** Opens the runs of an experiment to go on with them, perhaps under a longer plan than is kept. */
  open(id: string, experiment: Experiment, corpus: Corpus): Promise<ExperimentKeeper>;
  /** The runs as they are kept; nothing is written. */
  records(id: string): Promise<{ readonly runs: readonly RunRecord[]; readonly damage: readonly string[] }>;
  /** Where the runs of an experiment lie. */
  runs(id: string): Promise<string>;
  /** Keeps a repeat of an experiment beside it. @param steps of the experiment */
  keepRobustness(id: string, steps: number, record: RobustnessRecord): Promise<void>;
  describe(
    id: string,
    change: {
      readonly name?: string | undefined;
      /** What it asks now, and what it asked before there were results where that is another question. */
      readonly question?: KeptNotes['question'];
      /** Labels of its own layers that are others now. */
      readonly labels?: KeptNotes['labels'];
      readonly tags?: readonly string[] | undefined;
      readonly notes?: string | undefined;
      readonly report?: KeptHeading | null | undefined;
    },
  ): Promise<void>;
  /** @param date ISO 8601 */
  trash(id: string, date: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Removes an experiment of which nothing is trained, for good; any other one stays. */
  discard(id: string): Promise<void>;
  emptyTrash(): Promise<void>;
  compare(ids: readonly string[]): Promise<KeptComparison>;
  /**
   * Keeps experiments in another folder from now on, also in later sessions: those that are being written go on there.
   * Rejects with LabError `file-not-written`, and stays where it is.
   */
  use(folder: string): Promise<void>;
  /** Shows the folder of one, or of all, in the system's file manager; null where there is none. */
  readonly show: ((id: string | null) => Promise<void>) | null;
}
