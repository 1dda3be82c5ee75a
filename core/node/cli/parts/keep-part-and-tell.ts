import type { RunKey } from '../../../contract/run-book.ts';
import { toErrorData } from '../../../errors.ts';
import { experimentDifferences } from '../../../experiments/plan/experiment-differences.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { buildReport } from '../../../reports/report.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { RunLock } from '../../store/run-lock.ts';
import { keepYoungSmall } from '../../threads/thread-limits.ts';
import { sayUnwritten, type Keeping } from '../kept/keep-and-tell.ts';
import { snapshotOf, tellOrigins } from '../kept/kept-report.ts';
import { say } from '../printed/terminal.ts';
import { KeptComparison } from '../training/comparison-folder.ts';
import { print } from '../training/train-and-tell.ts';
import type { Ended } from '../training/training.ts';
import { wholeLock } from './whole-lock.ts';
import { nothingLeft, sharedFolder, writeWhole, type ToldPart } from './whole-of-parts.ts';

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
    say(
      `${part}: ${report.runs.length - left} of the ${report.runs.length} runs of the comparison are in '${folder}'.`,
    );
    tellOrigins(report);
    print(snapshotOf(report), json, interrupted, report);
    if (!(lock instanceof RunLock)) return sayUnwritten(lock);
    await writeWhole(folder, report, left).catch((error: unknown) => sayUnwritten(toErrorData(error)));
  } finally {
    if (lock instanceof RunLock) await lock.release();
  }
}
