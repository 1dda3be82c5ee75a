import { join } from 'node:path';
import { runsIn } from '../../disk/in-folder.ts';
import { LabError } from '../../../errors.ts';
import { runsOf } from '../../../contract/run-book.ts';
import { hasEnded } from '../../../experiments/run.ts';
import type { RunMeta } from '../../../store/meta.ts';
import { described, noNotes } from '../../../store/notes.ts';
import { runName } from '../../../store/run-names.ts';
import { buildReport } from '../../../reports/report.ts';
import { writeBuiltReport } from '../../reports/report-into.ts';
import { writeComplete } from '../../store/complete-file.ts';
import { writeExperimentFolder, type ExperimentFolder } from '../../store/experiment-folder.ts';
import { notesIn, writeNotes } from '../../store/found-experiment.ts';
import { readRunsOf } from '../../store/read-runs.ts';
import { checkpointShape, RunFolder } from '../../store/run-folder.ts';
import { keepYoungSmall } from '../../threads/thread-limits.ts';
import { headingOf } from '../kept/heading.ts';
import { heldNumbers, inputOf } from '../kept/kept-report.ts';
import { checkParts, type MergeOptions } from './merge-parts.ts';
import { tellAndFill } from './merge-reports.ts';
import { takeReportFolder } from '../kept/report-folder.ts';
import { replaceReport, reportFormats } from '../kept/write-results.ts';
import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { isTemporary, notWritten, syncFolder } from '../../disk/durable-file.ts';

/**
 * Joins the parts of one comparison from the runs they keep, one run after the other: what is held does not grow with their
 * steps. A part that was killed before it wrote its report is as good as any.
 */
export async function mergeKept(
  folders: readonly string[],
  parts: readonly ExperimentFolder[],
  options: MergeOptions,
): Promise<void> {
  keepYoungSmall();
  const notes = await Promise.all(folders.map(notesIn));
  const said = parts.map(({ experiment, about }, i) => ({
    experiment: described(experiment, notes[i]),
    corpus: about.corpus,
  }));
  checkParts(folders, said);
  const [{ experiment }] = said;
  const [{ about }] = parts;
  const places = placesOf(folders, parts[0]);
  const folderOf = (key: { armId: string; seed: number }) =>
    places.get(runName(experiment.arms, key)) ?? null;
  await takeReportFolder(options.out, options.force ?? false);
  const heading = headingOf({ language: options.language }, notes[0].report);
  const runsOf = readRunsOf(folderOf, { experiment, about }, { curves: true, most: heldNumbers });
  const content = { ...inputOf(experiment, about, runsOf), ...(heading && { heading }) };
  const report = buildReport(content);
  await tellAndFill(report, options, async (staging) => {
    const runs = runsIn(staging);
    await copyFolders([...places].map(([name, folder]) => [join(runsIn(folder), name), join(runs, name)]));
    await writeExperimentFolder(staging, { experiment, about });
    if (notes[0] !== noNotes) await writeNotes(staging, { ...notes[0], trashed: null });
    await replaceReport(staging, (folder) =>
      writeBuiltReport({ folder, runs, text: null }, report, reportFormats),
    );
    if (!content.partial && report.failures.length === 0) await writeComplete(staging);
  });
}

/** In which part each run lies, by the name of its folder. @throws LabError `bad-argument` for a run that two have trained */
function placesOf(
  folders: readonly string[],
  { experiment, about }: ExperimentFolder,
): ReadonlyMap<string, string> {
  const shape = checkpointShape(experiment, about.corpus.distinct);
  const places = new Map<string, string>();
  for (const key of runsOf(experiment)) {
    const name = runName(experiment.arms, key);
    const found = folders.flatMap((folder): { folder: string; meta: RunMeta }[] => {
      const meta = new RunFolder(join(runsIn(folder), name), shape).meta();
      return meta ? [{ folder, meta }] : [];
    });
    const ended = found.filter(({ meta }) => hasEnded(meta.status));
    const [one, ...more] = ended.length > 0 ? ended : found;
    if (more.length > 0)
      throw new LabError(
        'bad-argument',
        `The run of ${key.armId} with seed ${key.seed} is in ${more.length + 1} of the parts.`,
        'Merge parts of one division of the work.',
      );
    if (one) places.set(name, one.folder);
  }
  return places;
}

/** Folders that are copied at the same time: a disk flushes many small files together as fast as one. */
const atOnce = 16;

/**
 * Copies the files of many folders into new ones that nobody reads yet: what is copied lasts when this ends, and not before.
 * Locks and what is being written stay behind.
 * @param pairs from where, and to where
 * @throws LabError `file-not-written`
 */
async function copyFolders(pairs: readonly (readonly [from: string, to: string])[]): Promise<void> {
  const left = pairs.values();
  const one = async () => {
    // All take from one list.
    for (const [from, to] of left) await copyFolder(from, to);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

async function copyFolder(from: string, to: string): Promise<void> {
  try {
    await mkdir(to, { recursive: true });
    for (const entry of await readdir(from, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'lock' || isTemporary(entry.name)) continue;
      await copyFile(join(from, entry.name), join(to, entry.name));
      const file = await open(join(to, entry.name), 'r+');
      await file.sync().finally(() => file.close());
    }
    await syncFolder(to);
  } catch (error) {
    throw notWritten(to, error);
  }
}
