import { join } from 'node:path';
import { runsIn } from '../../disk/in-folder.ts';
import { LabError } from '../../../errors.ts';
import type { ReportHeading } from '../../../contract/report-heading-schema.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { reportNames } from '../../store/experiment-folder.ts';
import { replaceFolder } from '../../store/replace-folder.ts';

/** Where the report of a comparison lies. */
export const reportIn = (folder: string): string => join(folder, 'report');

/** What a report has; the large tables come last. */
export const reportFormats = ['json', 'markdown', 'html', 'csv'] as const;

/** Writes the report of what the lab holds, whole or not at all. @throws LabError `file-not-written` */
export async function writeReportOf(lab: HostedLab, folder: string, heading?: ReportHeading): Promise<void> {
  await replaceReport(folder, (staging) =>
    lab.writeReport({ folder: staging, runs: runsIn(folder) }, reportFormats, heading),
  );
}

/** Replaces the report of a folder, whole or not at all; what somebody else put beside that of before stays. */
export async function replaceReport(folder: string, fill: (staging: string) => Promise<void>): Promise<void> {
  const path = reportIn(folder);
  try {
    await replaceFolder(path, (name) => reportNames.has(name), fill);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      'file-not-written',
      `The report in '${path}' was not written: ${(error as Error).message}.`,
      'Make room, and run the same command again: what is trained is not trained again.',
    );
  }
}
