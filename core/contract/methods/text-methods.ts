import * as v from 'valibot';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import type { SplitMeasure } from '../../corpora/split-measures.ts';
import { corpusOptionsSchema, splitSchema, splitShares } from '../../experiments/experiment.ts';
import { bytes, id, largestPiece, seed, text, whole } from '../arguments.ts';
import type { TextLook } from '../lab-data.ts';
import { asks, takes } from './lab-method.ts';

/** The text of the experiment. */
export const textMethods = {
  /** Starts the upload of a dropped, chosen or pasted text. Answers with an id for the two calls below. */
  beginText: takes({
    name: text(1000),
    bytes: whole(0, Number.MAX_SAFE_INTEGER),
    source: v.picklist(['upload', 'paste']),
  }).answers<{ uploadId: string }>(),
  /** Adds the next piece; at most 1 MiB each, one at a time. */
  appendText: takes({ uploadId: id, bytes: bytes(largestPiece) }).answers<void>(),
  /** Reads what was uploaded and makes it the corpus of the experiment. The old corpus stays on any error. */
  finishText: takes({
    uploadId: id,
    options: corpusOptionsSchema,
    /** Other uploads, joined after it. */
    more: v.optional(v.pipe(v.unknown(), v.array(id), v.maxLength(100))),
    /** It becomes the held-out text of the present text, which is split by file. */
    heldOut: v.optional(v.boolean()),
  }).answers<CorpusSummary>(),
  /** Drops an upload that is not wanted any more. */
  cancelText: takes({ uploadId: id }).answers<void>(),
  /** Asks for a file with the host's own dialog (capability `dialogs`). Null when the user cancels. */
  openTextDialog: takes({ options: corpusOptionsSchema }).answers<CorpusSummary | null>(),
  /** Gives up reading a file of this machine, chosen in the dialog; what waits for it rejects with `cancelled`. */
  cancelReading: asks.answers<void>(),
  /** Makes a generated text the corpus. */
  useBuiltin: takes({
    id,
    seed,
    characters: whole(1, 1e9),
    /** As by default when absent. */
    split: v.optional(splitSchema),
  }).answers<CorpusSummary>(),
  /** Reads the present text again with other options (another encoding, …). */
  rereadText: takes({ options: corpusOptionsSchema }).answers<CorpusSummary>(),
  /** The present text as the networks read it; null where it is not here. */
  lookAtText: asks.answers<TextLook | null>(),
  /** What each way to split the present text would do to it, with shares like these; null where it is not here. */
  measureSplits: takes(splitShares).answers<readonly SplitMeasure[] | null>(),
};
