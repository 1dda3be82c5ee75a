import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesIn, runsIn } from '../disk/in-folder.ts';
import { parseRobustness } from '../../store/kept-robustness.ts';
import type { RobustnessRecord } from '../../experiments/comparison/robustness.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { FoundExperiment, Holder } from '../../store/library-entry.ts';
import { described, noNotes, notesText, parseNotes, type KeptNotes } from '../../store/notes.ts';
import { writeDurably } from '../disk/durable-file.ts';
import { readSmallFileIfThere } from '../disk/small-file.ts';
import { bytesIn } from './disk-use.ts';
import { readExperimentFolder } from './experiment-folder.ts';
import { readRuns } from './read-runs.ts';
import { holderOf } from './run-lock.ts';

/** Bytes of `robustness.json`: the last evaluations of some runs, with means over blocks. */
const largestRepeat = 2 ** 26;
/** Bytes of `notes.json`. */
const largestNotes = 2 ** 21;

/** When a file or folder was changed last, milliseconds; 0 where there is none. */
export const timeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

/** What a person wrote about an experiment; nothing where that cannot be read. */
export async function notesIn(folder: string): Promise<KeptNotes> {
  const text = await readSmallFileIfThere(join(folder, 'notes.json'), largestNotes).catch(() => null);
  return text === null ? noNotes : parseNotes(text);
}

export const writeNotes = (folder: string, notes: KeptNotes): Promise<void> =>
  writeDurably(join(folder, 'notes.json'), notesText(notes));

/** The runs of an experiment that were repeated from other texts or states; null where none were. */
export async function repeatedIn(folder: string, experiment: Experiment): Promise<RobustnessRecord | null> {
  const text = await readSmallFileIfThere(join(folder, 'robustness.json'), largestRepeat).catch(() => null);
  return text === null ? null : parseRobustness(text, experiment);
}

export async function holderIn(folder: string): Promise<Holder> {
  const runs = await namesIn(runsIn(folder));
  const holders = new Set(await Promise.all(runs.map((name) => holderOf(join(folder, 'runs', name)))));
  return holders.has('elsewhere') ? 'elsewhere' : holders.has('here') ? 'here' : 'nobody';
}

export const isComplete = async (folder: string): Promise<boolean> =>
  (await namesIn(folder)).includes('complete');

/**
 * The experiment in a folder, with its runs as far as evaluations tell; null where there is none.
 * @param trashed whether the folder lies in the trash
 * @throws LabError `file-not-read`
 */
export async function findExperiment(folder: string, trashed = false): Promise<FoundExperiment | null> {
  const found = await readExperimentFolder(folder);
  if (!found) return null;
  const notes = await notesIn(folder);
  const since = trashed ? (notes.trashed ?? new Date(await timeOf(folder)).toISOString()) : null;
  return {
    ...found,
    experiment: described(found.experiment, notes),
    id: basename(folder),
    notes: { ...notes, trashed: since },
    runs: readRuns(folder, found, { curves: false }).runs,
    complete: await isComplete(folder),
    holder: await holderIn(folder),
    bytes: await bytesIn(folder),
  };
}
