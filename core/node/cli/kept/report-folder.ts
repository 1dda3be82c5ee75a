import { rmdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isFolder, namesIn, runsIn } from '../../disk/in-folder.ts';
import { LabError } from '../../../errors.ts';
import { readExperimentFolder, reportNames, type ExperimentFolder } from '../../store/experiment-folder.ts';

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

const isOfReport = (name: string) => reportNames.has(name) || /^runs\/.*\.safetensors$/.test(name);

/** Makes the folder of a comparison, as `takeFolder` does. */
export const takeReportFolder = (folder: string, force: boolean): Promise<void> =>
  takeFolder(folder, force, 'report', isOfReport);

/**
 * The same for a comparison that is kept while it is trained, which may be there already: then the work goes on.
 * @returns what is kept there; null where nothing is, and where it moves aside
 */
export async function takeComparisonFolder(folder: string, force: boolean): Promise<ExperimentFolder | null> {
  const kept = force ? null : await readExperimentFolder(folder);
  await takeReportFolder(folder, force || kept !== null);
  return kept;
}

/**
 * Makes the folder that results go into, before the work and not after it. What it made and nobody wrote into goes when the
 * program ends.
 * @param force earlier results may be replaced
 * @param isOwn whether a name in the folder, or a `runs/name`, is that of such a result
 * @throws LabError `file-not-written`; `bad-argument` where there is one and no `force`
 */
export async function takeFolder(
  folder: string,
  force: boolean,
  what: 'report' | 'probe',
  isOwn: (name: string) => boolean,
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
  const runs = (await namesIn(runsIn(folder))).map((name) => `runs/${name}`);
  const found = [...(await namesIn(folder)), ...runs].find(isOwn);
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
