import * as v from 'valibot';
import { headingSchema } from '../report-heading-schema.ts';
import { bytes, fileName, largestSave, text } from '../arguments.ts';
import type { OfferedFile, ReportFormat } from '../lab-data.ts';
import { asks, takes } from './lab-method.ts';

const reportFormats = v.pipe(
  v.unknown(),
  v.array(v.picklist(['html', 'markdown', 'csv', 'json', 'archive'] satisfies ReportFormat[])),
  v.minLength(1),
  v.maxLength(5),
);

/** What leaves the lab. */
export const exportMethods = {
  /**
   * The experiment without its text: as a link that starts with `#experiment=`, and as the command line that makes the
   * same experiment. `bad-argument` where its plug-ins are too long for either.
   */
  shareExperiment: asks.answers<{ readonly link: string; readonly command: string }>(),
  /** Writes the experiment as a file, for the page to download. */
  exportExperiment: asks.answers<readonly OfferedFile[]>(),
  /**
   * Writes the comparison report in the formats asked for, however large it is, for the page to download; `csv` is
   * `curves.csv`, `training.csv` and `gradients.csv`, and `layers.csv` where there are own layers. Where the experiment is
   * kept, with the curves of every step.
   */
  exportReport: takes({
    formats: reportFormats,
    heading: v.optional(headingSchema),
  }).answers<readonly OfferedFile[]>(),
  /** Gives up the reports that are being written: `cancelled` is what they come to, and nothing of them is left. */
  cancelExports: asks.answers<void>(),
  /** The report as a page that loads nothing, as it would be exported now. */
  reportPage: takes({ heading: v.optional(headingSchema) }).answers<string>(),
  /** Writes the experiment into a folder that the host's dialog asks for (capability `dialogs`). */
  saveExperiment: asks.answers<{ folder: string } | null>(),
  /**
   * Writes the comparison report into a folder that the host's dialog asks for (capability `dialogs`), however large it is;
   * where the experiment is kept, with the curves of every step. Null when the user cancels, else where it went.
   */
  saveReport: takes({ formats: reportFormats, heading: v.optional(headingSchema) }).answers<{
    folder: string;
  } | null>(),
  /** Writes files with the host's save dialog (capability `dialogs`). Null when the user cancels, else where they went. */
  saveFiles: takes({
    files: v.pipe(
      v.unknown(),
      v.array(v.strictObject({ name: fileName, mediaType: text(100), bytes: bytes(largestSave) })),
      v.minLength(1),
      v.maxLength(100),
    ),
  }).answers<{ folder: string } | null>(),
};
