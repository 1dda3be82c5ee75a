import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import type { SweepRun } from '../experiments/rates/sweep.ts';
import {
  parseSweep,
  parseSweepRun,
  sweepRunText,
  sweepText,
  type SweepFile,
} from '../reports/data/sweep-file.ts';
import { sweepTemporaries, writeDurably } from './durable-file.ts';

/** A sweep on disk: `sweep.json` says what is asked, and every run that has ended is a file in `runs`. */
export interface SweepFolder extends SweepFile {
  readonly runs: readonly SweepRun[];
}

const runsIn = (folder: string) => join(folder, 'runs');

const runName = ({ armId, place, seed }: Pick<SweepRun, 'armId' | 'place' | 'seed'>) =>
  `${armId}_${place}_${seed}.json`;

async function content(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new LabError('file-not-read', `'${path}' cannot be read: ${code ?? message}.`);
  }
}

/**
 * The sweep in a folder; null where there is none.
 * @throws LabError `file-not-read` naming the file that is damaged
 */
export async function readSweepFolder(folder: string): Promise<SweepFolder | null> {
  const text = await content(join(folder, 'sweep.json'));
  if (text === null) return null;
  const file = parseSweep(text, `'${join(folder, 'sweep.json')}'`);
  const names = await readdir(runsIn(folder)).catch((): string[] => []);
  const runs: SweepRun[] = [];
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const path = join(runsIn(folder), name);
    const run = parseSweepRun((await content(path)) ?? '', `'${path}'`);
    if (runName(run) !== name)
      throw new LabError('file-not-read', `'${path}' holds another run than its name says.`);
    runs.push(run);
  }
  return { ...file, runs };
}

/** Makes the folder, with the plan in it. @throws LabError `file-not-written` */
export async function writeSweep(folder: string, file: SweepFile): Promise<void> {
  await mkdir(runsIn(folder), { recursive: true });
  await sweepTemporaries(runsIn(folder));
  await writeDurably(join(folder, 'sweep.json'), sweepText(file));
}

/** Keeps a run that has ended: after that it is never done again. @throws LabError `file-not-written` */
export async function writeSweepRun(folder: string, run: SweepRun): Promise<void> {
  await writeDurably(join(runsIn(folder), runName(run)), sweepRunText(run));
}
