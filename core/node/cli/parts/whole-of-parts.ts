import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runsIn } from '../../disk/in-folder.ts';
import { runsOf } from '../../../contract/run-book.ts';
import { hasEnded, type RunStatus } from '../../../experiments/run.ts';
import type { Report, ReportInput } from '../../../reports/report-data.ts';
import { runName } from '../../../store/run-names.ts';
import { writeBuiltReport } from '../../reports/report-into.ts';
import { writeComplete } from '../../store/complete-file.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { isComplete } from '../../store/found-experiment.ts';
import { metaIn } from '../../store/run-folder.ts';
import { collectSooner } from '../../threads/thread-limits.ts';
import { say } from '../printed/terminal.ts';
import type { HeadingOptions } from '../kept/heading.ts';
import { heldNumbers, keptReport } from '../kept/kept-report.ts';
import { sayAllDiverged } from '../training/train-and-tell.ts';
import { replaceReport, reportFormats, reportIn } from '../kept/write-results.ts';

/** How the whole is told by the program of a part. */
export interface ToldPart {
  readonly json: boolean;
  /** What the report is written in, where that is said. */
  readonly language?: string | undefined;
  /** The name of the part, for people. */
  readonly part: string;
}

/** A folder in which several programs have trained parts of one comparison. */
interface SharedFolder {
  readonly whole: ReportInput;
  /** Runs that have not ended. */
  readonly left: number;
}

/**
 * What all programs together have kept in a folder so far.
 * @param most numbers of its curves that are held
 */
export async function sharedFolder(
  folder: string,
  said: HeadingOptions = {},
  most = heldNumbers,
): Promise<SharedFolder> {
  const { input } = await keptReport(folder, said, most);
  const left = input.runs.filter(({ status }) => !hasEnded(status)).length;
  return { whole: input, left };
}

/** Whether the report of all runs is written: a folder of parts is called complete after that. */
const hasWholeReport = async (folder: string): Promise<boolean> =>
  (await isComplete(folder)) && existsSync(join(reportIn(folder), 'report.json'));

/** How the runs in a folder stand, each by what it says of itself; null where one is not there, or damaged. */
async function standings(folder: string): Promise<readonly RunStatus[] | null> {
  const found = await readExperimentFolder(folder);
  if (!found) return null;
  const all: RunStatus[] = [];
  try {
    for (const key of runsOf(found.experiment)) {
      const meta = metaIn(join(runsIn(folder), runName(found.experiment.arms, key)));
      if (!meta) return null;
      all.push(meta.status);
    }
  } catch {
    return null;
  }
  return all;
}

/**
 * Whether another program, or this part once before, has left nothing to train and nothing to tell, which is said then: of
 * many runs it would take minutes to read and compare them all again.
 */
export async function nothingLeft(folder: string, { json, language, part }: ToldPart): Promise<boolean> {
  if (json || language !== undefined || !(await hasWholeReport(folder))) return false;
  const all = await standings(folder);
  if (!all) return false;
  say(`${part}: all runs of the comparison are in '${folder}', and their report in '${reportIn(folder)}'.`);
  if (all.every((status) => status === 'diverged')) {
    sayAllDiverged();
    process.exitCode = 1;
  }
  return true;
}

/**
 * Writes the report of all runs that programs have kept in a folder so far; of programs that do so one after the other, who
 * comes later knows of more runs. @throws LabError `file-not-written`
 */
export async function writeWhole(folder: string, report: Report, left: number): Promise<void> {
  collectSooner();
  await replaceReport(folder, (staging) =>
    writeBuiltReport({ folder: staging, runs: runsIn(folder), text: null }, report, reportFormats),
  );
  // The same line tries runs that failed again.
  if (left === 0 && report.failures.length === 0) await writeComplete(folder);
}
