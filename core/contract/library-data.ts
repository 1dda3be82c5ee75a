import type { Phrase } from '../words/said/phrases.ts';
import type { ArmStanding } from '../experiments/comparison/standing.ts';
import type { YardstickId } from '../yardsticks/registry.ts';
import type { ArmLook } from './arm-look.ts';

/**
 * How a kept experiment stands. `training`: here, now; `elsewhere`: another program trains it, and it can only be looked
 * at; `finished`: every run has ended by itself; `stopped`: the user ended it; `broken-off`: the program ended before it;
 * `begun`: no run of it was evaluated yet. The last three can go on.
 */
export type KeptState = 'training' | 'elsewhere' | 'finished' | 'stopped' | 'broken-off' | 'begun';

/** An arm of a kept experiment: what it is called and how it is drawn. */
export interface KeptArm {
  readonly id: string;
  /** Id of its output layer. */
  readonly layer: string;
  readonly label: string;
  readonly look: ArmLook;
}

/** An experiment of the library, in short. */
export interface LibraryEntry {
  /** Name of its folder. */
  readonly id: string;
  readonly name: string;
  readonly question: string;
  readonly text: { readonly name: string; readonly sha256: string; readonly characters: number };
  /** When it was begun, ISO 8601. */
  readonly started: string;
  readonly arms: readonly KeptArm[];
  readonly seeds: number;
  readonly steps: number;
  /** The step up to which every run that goes on was evaluated. */
  readonly reached: number;
  readonly state: KeptState;
  /** Whether it can be opened and gone on with: it has not come to its end, and no other program trains it. */
  readonly canGoOn: boolean;
  /** What came out so far, in a sentence of the verdict rule; null before the first evaluation. */
  readonly headline: string | null;
  /** The same as a screen says it first: one short sentence, arms by their names; null before the first evaluation. */
  readonly answer: readonly Phrase[] | null;
  /** On the yardstick that was declared: the arms with a value, the best first, with their means over seeds. */
  readonly ranking: {
    readonly yardstick: YardstickId;
    readonly arms: readonly { readonly armId: string; readonly mean: number }[];
  };
  /** Pairs of arms, and those that the verdict rule has decided. */
  readonly pairs: { readonly decided: number; readonly all: number };
  /** Bytes on disk, without its text. */
  readonly bytes: number;
  readonly tags: readonly string[];
  readonly notes: string;
  /** When it was put into the trash, ISO 8601; null where it was not. */
  readonly trashed: string | null;
  /** Whether it is the experiment on the screen. */
  readonly current: boolean;
}

/** All that is kept. */
export interface LibraryState {
  /** Its folder, where a screen may know it; null in a browser, and where nothing is kept. */
  readonly folder: string | null;
  /** Why nothing is kept; null where everything is. */
  readonly reason: string | null;
  /** Bytes on disk, with texts and trash; those of the trash alone; null for free ones where the system does not tell. */
  readonly bytes: number;
  readonly trashBytes: number;
  readonly freeBytes: number | null;
  /** The newest first, those in the trash among them. */
  readonly entries: readonly LibraryEntry[];
  /** The newest that a program left unfinished as it ended, and that nobody has gone on with: to be offered; else null. */
  readonly unfinished: LibraryEntry | null;
  /** Folders that cannot be read, which are passed over. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** One arm of a compared experiment: its mean over seeds with the 95 % t interval, and where it stands. */
export interface ComparedArm extends KeptArm {
  readonly curve: {
    readonly step: Float64Array;
    readonly mean: Float64Array;
    /** NaN where there are fewer than two seeds. */
    readonly low: Float64Array;
    readonly high: Float64Array;
  };
  readonly standing: ArmStanding;
}

export interface ComparedExperiment {
  readonly id: string;
  readonly name: string;
  readonly seeds: readonly number[];
  /** The step that its arms are compared at; null before one is common to all. */
  readonly step: number | null;
  readonly arms: readonly ComparedArm[];
}

/** Two or more kept experiments beside each other. */
export type KeptComparison =
  /** What must be equal and is not, a sentence each. */
  | { readonly differs: readonly string[] }
  | {
      readonly yardstick: YardstickId;
      readonly experiments: readonly ComparedExperiment[];
      /** What else differs between them, a sentence each: learning rates, hidden units, steps, seeds … */
      readonly changes: readonly string[];
    };
