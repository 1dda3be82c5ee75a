import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Corpus } from '../corpora/corpus.ts';
import type { TrainedRun } from '../experiments/files/trained-run.ts';
import type { RunRecord } from '../experiments/run.ts';
import type { EveryStep } from '../reports/data/curves-csv.ts';
import type { Report } from '../reports/report-data.ts';

/** A file of an archive. Nothing of it is made before its pieces are asked for. */
export interface ArchivedFile {
  /** Path within the archive, with `/`. */
  readonly path: string;
  readonly mediaType: string;
  /** What is in it, a sentence without its full stop. */
  readonly what: string;
  /** Programs that open it. */
  readonly opens: string;
  /** The bytes, made anew at each call. */
  pieces(): Iterable<Uint8Array>;
}

/** A file in one piece, of text in UTF-8 or of bytes. */
export const oneFile = (
  path: string,
  mediaType: string,
  what: string,
  opens: string,
  content: () => string | Uint8Array,
): ArchivedFile => ({
  ...{ path, mediaType, what, opens },
  *pieces() {
    const made = content();
    yield typeof made === 'string' ? utf8ToBytes(made) : made;
  },
});

/** What an archive is made from. */
export interface ExportSource {
  readonly report: Report;
  /** When the experiment was begun, ISO 8601: times in event files count from it, so that an export repeats. */
  readonly begun: string;
  readonly everyStep: EveryStep;
  /** The text of the experiment; null where it is not at hand. */
  readonly text: Corpus | null;
  /** The network of a run as it is kept; null where none is. */
  readonly network: (run: RunRecord) => TrainedRun | null;
}

/** Files of one kind: a new kind is a file with a function of this form and a line in `archive.ts`. */
export type Exporter = (source: ExportSource) => readonly ArchivedFile[];

/** Where the files of a run lie: ids of arms are letters, digits and dashes. */
export const runPath = ({ armId, seed }: Pick<RunRecord, 'armId' | 'seed'>): string => `${armId}-seed${seed}`;
