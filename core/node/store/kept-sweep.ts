import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptSweep } from '../../lab/library-port.ts';
import { samePlan } from '../../experiments/plan/experiment-differences.ts';
import {
  readSweepFile,
  readSweepFolder,
  readUnderWay,
  writeSweep,
  writeSweepRun,
  writeUnderWay,
} from '../sweep-folder.ts';
import { version } from '../version.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import { missingPoints, sweepKey } from '../../experiments/rates/sweep.ts';
import type { SweepPoint, SweepRun } from '../../experiments/rates/sweep-plan.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';

const sweepIn = (folder: string) => join(folder, 'sweep');

/** The sweep of an experiment; null where there is none, or none that can be read. */
export async function readKeptSweep(folder: string): Promise<KeptSweep | null> {
  const sweep = await readSweepFolder(sweepIn(folder)).catch(() => null);
  if (!sweep) return null;
  const { plan, runs, text } = sweep;
  const underWay = missingPoints(plan, runs).flatMap((point): [string, Checkpoint][] => {
    const checkpoint = readUnderWay(sweepIn(folder), plan, text.distinct, point);
    return checkpoint ? [[sweepKey(point), checkpoint]] : [];
  });
  return { plan, runs, underWay: new Map(underWay) };
}

/** Keeps a sweep as far as it is; another one of before goes. @throws LabError `file-not-written` */
export async function writeKeptSweep(
  folder: string,
  { about: { corpus } }: ExperimentFolder,
  { plan, runs }: KeptSweep,
): Promise<void> {
  const before = await readSweepFolder(sweepIn(folder)).catch(() => null);
  const same = before !== null && samePlan(before.plan, plan);
  if (!same) await rm(sweepIn(folder), { recursive: true, force: true });
  const { name, sha256, characters, distinct } = corpus;
  await writeSweep(sweepIn(folder), {
    plan,
    text: { name, sha256, characters, distinct },
    labVersion: version,
  });
  const known = new Set(same ? before.runs.map(sweepKey) : []);
  for (const run of runs) if (!known.has(sweepKey(run))) await writeSweepRun(sweepIn(folder), run);
}

export const writeKeptSweepRun = (folder: string, run: SweepRun): Promise<void> =>
  writeSweepRun(sweepIn(folder), run);

/** Keeps where a run stands. @throws LabError `file-not-written` */
export async function writeKeptSweepCheckpoint(
  folder: string,
  point: SweepPoint,
  checkpoint: Checkpoint,
): Promise<void> {
  const sweep = await readSweepFile(sweepIn(folder));
  if (sweep) await writeUnderWay(sweepIn(folder), sweep.plan, sweep.text.distinct, point, checkpoint);
}
