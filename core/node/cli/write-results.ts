import { join } from 'node:path';
import type { ExportedFile } from '../../contract/lab-data.ts';
import { LabError } from '../../errors.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { writeAllDurably } from '../durable-file.ts';
import { replaceFolder } from '../store/replace-folder.ts';
import { reportNames } from './report-folder.ts';

/** Where the report of a comparison lies. */
export const reportIn = (folder: string): string => join(folder, 'report');

/** One format after the other: a long experiment takes much memory for each. */
const formats = ['json', 'csv', 'markdown', 'html'] as const;

/** Writes the report of what the lab holds, whole or not at all. @throws LabError `file-not-written` */
export async function writeReportOf(lab: HostedLab, folder: string): Promise<void> {
  await writeReportFiles(folder, async (write) => {
    for (const format of formats) await write(await lab.exportReport({ formats: [format] }));
  });
}

/** Writes report files, whole or not at all; what somebody else put beside those of before stays. */
export async function writeReportFiles(
  folder: string,
  each: (write: (files: readonly ExportedFile[]) => Promise<void>) => Promise<void>,
): Promise<void> {
  const path = reportIn(folder);
  try {
    await replaceFolder(
      path,
      (name) => reportNames.has(name),
      (staging) => each((files) => writeAllDurably(staging, files)),
    );
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      'file-not-written',
      `The report in '${path}' was not written: ${(error as Error).message}.`,
      'Make room, and run the same command again: what is trained is not trained again.',
    );
  }
}
