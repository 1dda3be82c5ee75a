import * as v from 'valibot';
import { keptHeadingSchema } from '../report-heading-schema.ts';
import { limits } from '../../experiments/limits.ts';
import { keptId, text } from '../arguments.ts';
import type { LabSnapshot } from '../lab-data.ts';
import type { KeptComparison, LibraryState } from '../library-data.ts';
import { asks, takes } from './lab-method.ts';

/** What is kept. */
export const libraryMethods = {
  /** Everything that is kept; read anew each time, in a thread of its own. */
  library: asks.answers<LibraryState>(),
  /**
   * Takes a kept experiment to the screen: one that has ended with its results and the weights behind them, one that has
   * not paused at its last checkpoint, from which `run` goes on. What was on the screen stays in the library. Refused
   * while training. Where another program trains it, it is shown as it stands, like a report.
   */
  openKept: takes({ id: keptId }).answers<LabSnapshot>(),
  /** The plan of a kept experiment as a new one, with its text; nothing is trained yet. */
  duplicateKept: takes({ id: keptId }).answers<LabSnapshot>(),
  /** Names a kept experiment, and says what it is about. What is left out stays. */
  describeKept: takes({
    id: keptId,
    name: v.optional(v.pipe(text(limits.text), v.nonEmpty('must say something'))),
    tags: v.optional(v.pipe(v.unknown(), v.array(v.pipe(text(60), v.nonEmpty())), v.maxLength(50))),
    notes: v.optional(text(100_000)),
  }).answers<void>(),
  /** What authors say on the report of the experiment on the screen, null for nothing: it is kept with it, and comes back with it. */
  describeReport: takes({ heading: v.nullable(keptHeadingSchema) }).answers<void>(),
  /** Puts a kept experiment into the trash, from where it can be had back; not the one in training. */
  trashKept: takes({ id: keptId }).answers<void>(),
  restoreKept: takes({ id: keptId }).answers<void>(),
  /** Deletes what is in the trash, for good. */
  emptyTrash: asks.answers<void>(),
  /** Kept experiments beside each other, where text, split and yardstick agree. */
  compareKept: takes({
    ids: v.pipe(v.unknown(), v.array(keptId), v.minLength(2), v.maxLength(6)),
  }).answers<KeptComparison>(),
  /** Shows the folder of a kept experiment in the system's file manager; of the whole library for null (capability `foldersShown`). */
  showKeptFolder: takes({ id: v.nullable(keptId) }).answers<void>(),
  /** Asks for another folder to keep experiments in, with the host's own dialog (capability `dialogs`): what is in training goes on there. Null when the user cancels. */
  chooseLibrary: asks.answers<LibraryState | null>(),
};
