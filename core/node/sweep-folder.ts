import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, toErrorData } from '../errors.ts';
import { itDiffers, sweepDifferences, withText } from '../experiments/plan/experiment-differences.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../experiments/rates/sweep-plan.ts';
import {
  parseSweep,
  parseSweepRun,
  sweepRunText,
  sweepText,
  type SweepFile,
} from '../reports/data/sweep-file.ts';
import type { RunsUnderWay } from '../lab/training/sweep-runs.ts';
import { encodeCheckpoint } from '../store/checkpoint-file.ts';
import { sweepTemporaries, writeDurably } from './durable-file.ts';
import { machineInfo } from './machine.ts';
import { readSmallFile, readSmallFileIfThere } from './small-file.ts';
import { checkpointShape, readCheckpoint } from './store/run-folder.ts';
import { version } from './version.ts';

/**
 * A sweep on disk: `sweep.json` says what is asked, and every run that has ended is a file in `runs`; one that has not has a
 * checkpoint there.
 */
export interface SweepFolder extends SweepFile {
  readonly runs: readonly SweepRun[];
}

/** Where its runs lie. */
export const sweepRunsIn = (folder: string): string => join(folder, 'runs');

const runName = ({ armId, place, seed }: Pick<SweepRun, 'armId' | 'place' | 'seed'>) =>
  `${safeName(armId)}_${place}_${seed}`;

/**
 * Ids that differ in upper and lower case alone would be one file on Windows and macOS: what is written large there says so.
 * Ids of built-in layers and of most others stay as they are.
 */
const safeName = (id: string): string => id.replaceAll(/[A-Z]/g, (letter) => `~${letter.toLowerCase()}`);

/** Bytes of the plan of a sweep, plug-ins and all. */
const largestPlan = 2 ** 26;
/** Bytes of one run, which is little more than its evaluation. */
const largestRun = 2 ** 22;

/**
 * The sweep in a folder; null where there is none.
 * @throws LabError `file-not-read` naming the file that is damaged
 */
export async function readSweepFolder(folder: string): Promise<SweepFolder | null> {
  const text = await readSmallFileIfThere(join(folder, 'sweep.json'), largestPlan);
  if (text === null) return null;
  const file = parseSweep(text, `'${join(folder, 'sweep.json')}'`);
  const runs: SweepRun[] = [];
  for (const name of (await runFiles(folder)).sort()) {
    const path = join(sweepRunsIn(folder), name);
    runs.push(await sweepRun(path, name, file.plan));
  }
  return { ...file, runs };
}

/** Refuses a folder that holds another sweep than the one asked for. @throws LabError `bad-argument` that says what differs */
export function refuseAnother(
  folder: string,
  found: SweepFile,
  asked: Pick<SweepFile, 'plan' | 'text'>,
  next: string,
): void {
  const differences = withText(sweepDifferences(found.plan, asked.plan), found.text, asked.text);
  if (differences.length > 0)
    throw new LabError(
      'bad-argument',
      `The folder '${folder}' holds another sweep: ${itDiffers(differences)}.`,
      next,
    );
}

const runFiles = async (folder: string): Promise<string[]> =>
  (await readdir(sweepRunsIn(folder)).catch((): string[] => [])).filter((name) => name.endsWith('.json'));

/** How many runs of a sweep are kept, without reading them. */
export const sweepRunCount = async (folder: string): Promise<number> => (await runFiles(folder)).length;

async function sweepRun(path: string, name: string, plan: SweepPlan): Promise<SweepRun> {
  try {
    const run = parseSweepRun(await readSmallFile(path, largestRun), `'${path}'`, plan);
    // Earlier versions wrote ids as they are.
    if (`${runName(run)}.json` === name || `${run.armId}_${run.place}_${run.seed}.json` === name) return run;
    throw new LabError('file-not-read', `'${path}' holds another run than its name says.`);
  } catch (error) {
    const { message } = toErrorData(error);
    throw new LabError(
      'file-not-read',
      message,
      `Remove '${path}': the same sweep command trains that run again.`,
    );
  }
}

/** Makes the folder, with the plan in it. @throws LabError `file-not-written` */
export async function writeSweep(folder: string, file: SweepFile): Promise<void> {
  await mkdir(sweepRunsIn(folder), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new LabError(
      'file-not-written',
      `The folder '${folder}' cannot be made: ${error.code ?? error.message}.`,
      'Name another folder.',
    );
  });
  await sweepTemporaries(sweepRunsIn(folder));
  await writeDurably(join(folder, 'sweep.json'), sweepText(file));
}

/** Keeps a run that has ended: after that it is never done again. @throws LabError `file-not-written` */
export async function writeSweepRun(folder: string, run: SweepRun): Promise<void> {
  await writeDurably(join(sweepRunsIn(folder), `${runName(run)}.json`), sweepRunText(run));
  await rm(checkpointOf(folder, run), { force: true }).catch(() => undefined);
}

const checkpointOf = (folder: string, point: SweepPoint): string =>
  join(sweepRunsIn(folder), `${runName(point)}.checkpoint`);

/**
 * Keeps the runs of a sweep that have not ended. A run has one maker: what another machine or version has begun begins anew.
 * @param vocabulary V
 * @param write does the writing, one piece after another
 */
export function runsUnderWay(
  folder: string,
  { experiment }: SweepPlan,
  vocabulary: number,
  write: (work: () => Promise<void>) => void,
): RunsUnderWay {
  const shape = checkpointShape(experiment, vocabulary);
  const { processor, runtime } = machineInfo(`Node ${process.versions.node}`);
  const maker = `${processor}, ${runtime}, Loss Lab ${version}`;
  /** What waits to be written: on a slow disk the newest of each run. */
  const waiting = new Map<string, Uint8Array>();
  return {
    before(point) {
      try {
        const found = readCheckpoint(checkpointOf(folder, point), shape);
        return found?.maker === maker ? found.checkpoint : null;
      } catch {
        // Damaged: nothing but time is lost.
        return null;
      }
    },
    keep(point, checkpoint) {
      const path = checkpointOf(folder, point);
      const waits = waiting.has(path);
      const recorded = { curves: 0, evaluations: 0 };
      waiting.set(path, encodeCheckpoint({ checkpoint, recorded, maker }, shape));
      if (!waits)
        write(async () => {
          const bytes = waiting.get(path)!;
          waiting.delete(path);
          await writeDurably(path, bytes);
        });
    },
  };
}
