import { rmdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isFolder, namesIn, runsIn } from '../../disk/in-folder.ts';
import { LabError } from '../../../errors.ts';
import { probeFileNames } from '../../../reports/probe/probe-files.ts';
import { readExperimentFolder, reportNames, type ExperimentFolder } from '../../store/experiment-folder.ts';

const isRun = (name: string) => name.endsWith('.safetensors');

/**
 * Makes a folder and those above it, and answers which were made, the outermost first. `mkdir` with `recursive` tries
 * without end where a folder takes no entries, as /proc does.
 */
async function makeFolders(path: string): Promise<string[]> {
  try {
    await mkdir(path);
    return [path];
  } catch (error) {
    if (await isFolder(path)) return [];
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error;
    const made = await makeFolders(above);
    await mkdir(path);
    return [...made, path];
  }
}

/**
 * Makes the folder of a comparison, before the work and not after it. What it made and nobody wrote into goes when the
 * program ends.
 * @param force an earlier report may move aside
 * @throws LabError `file-not-written`; `bad-argument` where there is a report and no `force`
 */
export async function takeReportFolder(folder: string, force: boolean): Promise<void> {
  await takeFolder(folder, force, 'report', async () => {
    const runs = (await namesIn(runsIn(folder))).filter(isRun);
    return (
      (await namesIn(folder)).find((name) => reportNames.has(name)) ?? runs.map((name) => `runs/${name}`)[0]
    );
  });
}

/**
 * The same for a comparison that is kept while it is trained, which may be there already: then the work goes on.
 * @returns what is kept there; null where nothing is, and where it moves aside
 */
export async function takeComparisonFolder(folder: string, force: boolean): Promise<ExperimentFolder | null> {
  const kept = force ? null : await readExperimentFolder(folder);
  await takeReportFolder(folder, force || kept !== null);
  return kept;
}

/** The same for the files of a probe, which have the same names every time. */
export async function takeProbeFolder(folder: string, force: boolean): Promise<void> {
  await takeFolder(folder, force, 'probe', async () =>
    (await namesIn(folder)).find((name) => probeFileNames.includes(name)),
  );
}

/** @param earlier name of a file that is in the folder already and would be replaced */
async function takeFolder(
  folder: string,
  force: boolean,
  what: string,
  earlier: () => Promise<string | undefined>,
): Promise<void> {
  try {
    const made = await makeFolders(resolve(folder));
    process.once('exit', () => removeEmpty(made));
  } catch (error) {
    throw new LabError(
      'file-not-written',
      `The folder '${folder}' cannot be made: ${(error as NodeJS.ErrnoException).code ?? error}.`,
    );
  }
  if (force) return;
  const found = await earlier();
  if (found !== undefined)
    throw new LabError(
      'bad-argument',
      `The folder '${folder}' holds an earlier ${what}: there is ${found}.`,
      `Name another folder, or replace the ${what} with --force.`,
    );
}

function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.toReversed())
    try {
      rmdirSync(folder);
    } catch {
      // Something is in it, or it is gone already.
    }
}
