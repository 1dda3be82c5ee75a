import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { namesIn, runsIn } from './disk/in-folder.ts';
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
import { machineWords } from '../experiments/run-origins.ts';
import { newestOfEach } from '../lab/newest-of-each.ts';
import type { RunsUnderWay } from '../lab/training/sweep-runs.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import { encodeCheckpoint, type CheckpointShape } from '../store/checkpoint-file.ts';
import { sweepTemporaries, writeDurably } from './disk/durable-file.ts';
import { machineInfo } from './machine/machine.ts';
import { readSmallFile, readSmallFileIfThere } from './disk/small-file.ts';
import { checkpointShape, readCheckpoint } from './store/run-folder.ts';
import { version } from './version.ts';

/**
 * A sweep on disk: `sweep.json` says what is asked, and every run that has ended is a file in `runs`; one that has not has a
 * checkpoint there.
 */
export interface SweepFolder extends SweepFile {
  readonly runs: readonly SweepRun[];
}

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

/** What the sweep in a folder asks, without its runs; null where there is none. @throws LabError `file-not-read` */
export async function readSweepFile(folder: string): Promise<SweepFile | null> {
  const path = join(folder, 'sweep.json');
  const text = await readSmallFileIfThere(path, largestPlan);
  return text === null ? null : parseSweep(text, `'${path}'`);
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const toldSchema = v.object({
  complete: v.boolean(),
  arms: v.array(
    v.object({
      id: v.string(),
      bestRate: v.nullable(v.number()),
      value: v.nullable(v.union([v.number(), v.string()])),
      rates: v.array(v.object({ values: v.array(v.unknown()), diverged: count, failed: count })),
    }),
  ),
});

/** What `results.json` says of a sweep of which all runs are done, and there; else null. No run is read. */
export async function toldSweep(folder: string): Promise<v.InferOutput<typeof toldSchema> | null> {
  try {
    const text = await readSmallFileIfThere(join(folder, 'results.json'), largestPlan);
    const told = v.parse(toldSchema, JSON.parse(text ?? ''));
    const runs = told.arms
      .flatMap(({ rates }) => rates)
      .reduce((sum, { values, diverged, failed }) => sum + values.length + diverged + failed, 0);
    return told.complete && runs === (await sweepRunCount(folder)) ? told : null;
  } catch {
    // It can be made again of the runs.
    return null;
  }
}

/**
 * The sweep in a folder; null where there is none.
 * @throws LabError `file-not-read` naming the file that is damaged
 */
export async function readSweepFolder(folder: string): Promise<SweepFolder | null> {
  const file = await readSweepFile(folder);
  if (!file) return null;
  const runs: SweepRun[] = [];
  for (const name of (await runFiles(folder)).sort()) {
    const path = join(runsIn(folder), name);
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
  (await namesIn(runsIn(folder))).filter((name) => name.endsWith('.json'));

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
  await mkdir(runsIn(folder), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new LabError(
      'file-not-written',
      `The folder '${folder}' cannot be made: ${error.code ?? error.message}.`,
      'Name another folder.',
    );
  });
  await sweepTemporaries(runsIn(folder));
  await writeDurably(join(folder, 'sweep.json'), sweepText(file));
}

/** Keeps a run that has ended: after that it is never done again. @throws LabError `file-not-written` */
export async function writeSweepRun(folder: string, run: SweepRun): Promise<void> {
  await writeDurably(join(runsIn(folder), `${runName(run)}.json`), sweepRunText(run));
  await rm(checkpointOf(folder, run), { force: true }).catch(() => undefined);
}

const checkpointOf = (folder: string, point: SweepPoint): string =>
  join(runsIn(folder), `${runName(point)}.checkpoint`);

/** A run has one maker: what another machine or version has begun begins anew. */
const maker = (): string =>
  `${machineWords(machineInfo(`Node ${process.versions.node}`))}, Loss Lab ${version}`;

/** Where a run stands that was broken off; null where it begins. Where its file is damaged, nothing but time is lost. @param vocabulary V */
export function readUnderWay(
  folder: string,
  { experiment }: SweepPlan,
  vocabulary: number,
  point: SweepPoint,
): Checkpoint | null {
  try {
    const found = readCheckpoint(checkpointOf(folder, point), checkpointShape(experiment, vocabulary));
    return found?.maker === maker() ? found.checkpoint : null;
  } catch {
    return null;
  }
}

/** Keeps where a run stands, until it has ended. @param vocabulary V @throws LabError `file-not-written` */
export function writeUnderWay(
  folder: string,
  { experiment }: SweepPlan,
  vocabulary: number,
  point: SweepPoint,
  checkpoint: Checkpoint,
): Promise<void> {
  const file = { checkpoint, recorded: { curves: 0, evaluations: 0 }, maker: maker() };
  const bytes = encodeCheckpoint(file, checkpointShape(experiment, vocabulary));
  return writeDurably(checkpointOf(folder, point), bytes);
}

/** Takes over where the runs of a part of a sweep stand, except for those that have come as far in the folder. */
export async function copyUnderWay(
  part: string,
  folder: string,
  { plan, text }: Pick<SweepFile, 'plan' | 'text'>,
): Promise<void> {
  const shape = checkpointShape(plan.experiment, text.distinct);
  for (const name of await namesIn(runsIn(part))) {
    if (!name.endsWith('.checkpoint')) continue;
    const [from, to] = [part, folder].map((each) => join(runsIn(each), name));
    if (stepsIn(from, shape) > stepsIn(to, shape)) await writeDurably(to, await readFile(from));
  }
}

/** Steps up to a checkpoint; 0 where there is none that is whole. */
function stepsIn(path: string, shape: CheckpointShape): number {
  try {
    return readCheckpoint(path, shape)?.checkpoint.steps ?? 0;
  } catch {
    return 0;
  }
}

/**
 * Keeps the runs of a sweep that have not ended.
 * @param vocabulary V
 * @param write does the writing, one piece after another
 */
export function runsUnderWay(
  folder: string,
  plan: SweepPlan,
  vocabulary: number,
  write: (work: () => Promise<void>) => void,
): RunsUnderWay {
  return {
    before: (point) => readUnderWay(folder, plan, vocabulary, point),
    keep: newestOfEach(write, (point, checkpoint) =>
      writeUnderWay(folder, plan, vocabulary, point, checkpoint),
    ),
  };
}
