import type { RunKey } from '../../../contract/run-book.ts';
import type { LabSnapshot } from '../../../contract/lab-data.ts';
import type { Compared } from '../../../experiments/comparison/paired-difference.ts';
import { toErrorData, type LabErrorData } from '../../../errors.ts';
import { buildReport } from '../../../reports/report.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { tellOrigins } from '../kept/kept-report.ts';
import { KeptComparison, type KeptText } from './comparison-folder.ts';
import { resultsJson, standingText } from '../printed/results.ts';
import { repeatToEnd } from './repeated-variations.ts';
import { jsonText, line, tellProblem } from '../printed/terminal.ts';
import { trainToEnd, type Ended } from './training.ts';
import { experimentDifferences } from '../../../experiments/plan/experiment-differences.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { notesIn } from '../../store/found-experiment.ts';
import { headingOf } from '../kept/kept-report.ts';
import {
  nothingLeft,
  sayAllDiverged,
  sharedFolder,
  snapshotOf,
  wholeLock,
  writeWhole,
  type ToldPart,
} from '../parts/whole-of-parts.ts';
import { keepYoungSmall } from '../../threads/thread-limits.ts';
import { RunLock } from '../../store/run-lock.ts';
import { writeReportOf } from '../kept/write-results.ts';

interface Telling {
  readonly json: boolean;
  readonly robustness: boolean;
}

/** Says which runs failed, and that there is no result where no run has one. Answers whether all is well. */
function sayProblems(snapshot: LabSnapshot): boolean {
  for (const run of snapshot.runs)
    if (run.failure !== null)
      process.stderr.write(`${run.armId}, seed ${run.seed}: failed: ${run.failure}\n`);
  const trained = snapshot.runs.filter(({ status }) => status !== 'waiting');
  // A part that got no run has nothing to complain of.
  const nothing = trained.length > 0 && trained.every((run) => run.status === 'diverged');
  if (nothing) sayAllDiverged();
  return !nothing && snapshot.runs.every((run) => run.status !== 'failed');
}

/** Repeats the first seeds where that was asked for, and prints the standing. */
async function tell(lab: HostedLab, { json, robustness }: Telling, ended: Ended): Promise<LabSnapshot> {
  let { interrupted } = ended;
  if (robustness && interrupted === null) ({ interrupted } = await repeatToEnd(lab));
  const snapshot = await lab.snapshot({});
  print(snapshot, json, interrupted);
  return snapshot;
}

function print(snapshot: LabSnapshot, json: boolean, interrupted: number | null, known?: Compared): void {
  process.stdout.write(json ? jsonText(resultsJson(snapshot, known)) : `${standingText(snapshot, known)}\n`);
  const well = sayProblems(snapshot);
  if (interrupted !== null) process.exitCode = interrupted;
  else if (!well) process.exitCode = 1;
}

/** Trains every run of the lab's experiment and prints the standing; nothing is kept. */
export async function trainAndTell(lab: HostedLab, telling: Telling): Promise<void> {
  await tell(lab, telling, await trainToEnd(lab, 'Stopping; what there is will be told.'));
}

/** How a comparison is kept. */
interface Keeping {
  readonly text: KeptText;
  readonly replace: boolean;
  /** What the report is written in, where that is said. */
  readonly language?: string | undefined;
}

/**
 * The same, kept in a folder from the first step on. The standing comes first, then the runs, then the large tables of the
 * report: what cannot be written takes nothing along that can be told.
 */
export async function keepAndTell(
  lab: HostedLab,
  folder: string,
  { text, replace, language, ...telling }: Telling & Keeping,
): Promise<void> {
  const kept = await KeptComparison.begin(lab, folder, text, null, replace);
  try {
    const snapshot = await tell(lab, telling, await kept.train(lab));
    sayUnwritten(await kept.finish(snapshot));
    const heading = headingOf({ language }, (await notesIn(folder)).report);
    await writeReportOf(lab, folder, heading).catch((error: unknown) => sayUnwritten(toErrorData(error)));
  } finally {
    await kept.close();
  }
}

/** How a part of a comparison is kept. */
interface KeepingPart extends Keeping, ToldPart {
  readonly mine: (run: RunKey) => boolean;
}

/**
 * Trains one part of a comparison in a folder that other programs may fill at the same time: whoever ends last has the
 * report of the whole. The lab is closed before that is read: what it holds of the part is in the folder too.
 */
export async function keepPartAndTell(lab: HostedLab, folder: string, keeping: KeepingPart): Promise<void> {
  keepYoungSmall();
  const { experiment } = await lab.snapshot({});
  const kept = keeping.replace ? null : await readExperimentFolder(folder);
  const same = kept && experimentDifferences(kept.experiment, experiment).length === 0;
  if (same && (await nothingLeft(folder, keeping))) return;
  const ended = await trainPart(lab, folder, keeping);
  if (ended === null) return;
  await lab.close();
  await tellWhole(folder, { ...keeping, ...ended });
}

/** @returns null where not all of it could be written; then how it stands was printed */
async function trainPart(
  lab: HostedLab,
  folder: string,
  { text, replace, json, mine }: KeepingPart,
): Promise<Ended | null> {
  const kept = await KeptComparison.begin(lab, folder, text, mine, replace);
  try {
    const ended = await kept.train(lab, mine);
    const own = await lab.snapshot({});
    const unwritten = await kept.finish(own);
    if (!unwritten) return ended;
    sayUnwritten(unwritten);
    print(own, json, ended.interrupted);
    return null;
  } finally {
    await kept.close();
  }
}

/** Prints what all programs together have in a folder, then writes its report: one of them at a time. */
async function tellWhole(folder: string, told: ToldPart & Ended): Promise<void> {
  const { part, json, interrupted, language } = told;
  const lock = await wholeLock(folder).catch((error: unknown) => toErrorData(error));
  try {
    if (interrupted === null && (await nothingLeft(folder, told))) return;
    const { whole, left } = await sharedFolder(folder, { language });
    const report = buildReport(whole);
    process.stderr.write(
      `${part}: ${report.runs.length - left} of the ${report.runs.length} runs of the comparison are in '${line(folder)}'.\n`,
    );
    tellOrigins(report);
    print(snapshotOf(report), json, interrupted, report);
    if (!(lock instanceof RunLock)) return sayUnwritten(lock);
    await writeWhole(folder, report, left).catch((error: unknown) => sayUnwritten(toErrorData(error)));
  } finally {
    if (lock instanceof RunLock) await lock.release();
  }
}

function sayUnwritten(error: LabErrorData | null): void {
  if (!error) return;
  tellProblem(error);
  if (!process.exitCode) process.exitCode = 1;
}
