import * as v from 'valibot';
import { limits } from '../../experiments/limits.ts';
import { id, largestCall, plainExperiment, text, whole } from '../arguments.ts';
import type { LabSnapshot, RobustnessState } from '../lab-data.ts';
import { asks, takes, takesOneOf } from './lab-method.ts';

/** The experiment, and its training. */
export const experimentMethods = {
  /**
   * Replaces the experiment; refused while training. Clears results, which stay in the library, unless the name alone is
   * another one.
   */
  setExperiment: takes({ experiment: plainExperiment }).answers<LabSnapshot>(),
  /**
   * The same from a saved experiment or report, or from a link: the text itself where it is small, else what was uploaded,
   * in pieces (`beginText`) or as a stream (POST `/upload` in browser mode). A report brings its results along. The new
   * snapshot comes as the event.
   */
  openExperiment: takesOneOf([
    v.strictObject({ json: text(largestCall) }),
    v.strictObject({ uploadId: id }),
  ]).answers<void>(),
  /** Asks for such a file with the host's own dialog (capability `dialogs`). False when the user cancels. */
  openExperimentDialog: asks.answers<boolean>(),
  /** Starts from step 0, or goes on after a pause. */
  run: asks.answers<void>(),
  pause: asks.answers<void>(),
  /** One step of every run that has not ended, then pause. */
  step: asks.answers<void>(),
  /** Ends training and keeps what there is, to be gone on with from the library; seeds that are being added are given up. */
  stop: asks.answers<void>(),
  /** Back to step 0: the experiment stays, and its results do in the library. */
  reset: asks.answers<void>(),
  /**
   * Trains further paired seeds of an experiment whose runs have ended, and keeps all that is there: so many, or as many
   * as it takes to decide every pair on the primary yardstick, up to `untilDecided` in all. What was added, and after how
   * many seeds, stays in the experiment. None are added where those that are there decide.
   */
  addSeeds: takesOneOf([
    v.strictObject({ count: whole(1, limits.seeds) }),
    v.strictObject({ untilDecided: whole(2, limits.seeds) }),
  ]).answers<{ readonly seeds: readonly number[] }>(),
  /**
   * Trains the first seeds (3 at most) of an experiment whose runs have ended again, without clipping, in the other
   * precision, and on another split of the text, one after the other; the results stay as they are. Answers when the
   * first is under way; a repeat of before goes.
   */
  startRobustness: asks.answers<RobustnessState>(),
  /** Gives up the variation under way and keeps those that are through. */
  cancelRobustness: asks.answers<void>(),
  /** Gives the runs of the experiment, which have all ended, further steps, and trains them; the same as if it had had them. */
  trainFurther: takes({ steps: whole(1, limits.steps) }).answers<void>(),
  /**
   * Bytes that all runs of the experiment need together, null without a text, and that they may use; of a text with so many
   * distinct characters where that is asked for.
   */
  memoryNeeded: takes({ distinct: v.optional(whole(1, 2 ** 21)) }).answers<{
    readonly bytes: number | null;
    readonly limit: number;
  }>(),
};
