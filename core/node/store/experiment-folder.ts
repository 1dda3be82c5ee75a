import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesIn, runsIn } from '../disk/in-folder.ts';
import { LabError } from '../../errors.ts';
import { parseExperiment } from '../../experiments/files/parse-experiment.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { aboutText, parseAbout, type About } from '../../store/about.ts';
import { makeFolder, sweepTemporaries, writeDurably } from '../disk/durable-file.ts';
import { readSmallFile } from '../disk/small-file.ts';
import { RunLock } from './run-lock.ts';

/** Bytes of `experiment.json` or `about.json`: plug-ins and long names with room to spare. */
const largest = 2 ** 24;

/** An experiment on disk, without its runs. */
export interface ExperimentFolder {
  readonly experiment: Experiment;
  readonly about: About;
}

/**
 * The experiment in a folder; null where there is none, as in reports of earlier versions.
 * @throws LabError `file-not-read` that names the file
 */
export async function readExperimentFolder(folder: string): Promise<ExperimentFolder | null> {
  const names = await namesIn(folder);
  if (!names.includes('experiment.json') || !names.includes('about.json')) return null;
  const [plan, about] = [join(folder, 'experiment.json'), join(folder, 'about.json')];
  const text = await readSmallFile(plan, largest);
  try {
    return {
      experiment: parseExperiment(JSON.parse(text)),
      about: parseAbout(await readSmallFile(about, largest), `'${about}'`),
    };
  } catch (error) {
    if (error instanceof LabError && error.code === 'file-not-read') throw error;
    throw new LabError('file-not-read', `'${plan}' cannot be read: ${(error as Error).message}`);
  }
}

export const noExperimentIn = (folder: string): LabError =>
  new LabError('file-not-read', `The folder '${basename(folder)}' holds no experiment.`);

/** The experiment in a folder that must hold one. @throws LabError `file-not-read` */
export async function wholeExperimentIn(folder: string): Promise<ExperimentFolder> {
  const found = await readExperimentFolder(folder);
  if (!found) throw noExperimentIn(folder);
  return found;
}

/**
 * What somebody else has put into a library is none of the lab's business; a plan without its facts is a damaged experiment.
 * @throws LabError `file-not-read`
 */
export async function refuseHalf(folder: string): Promise<void> {
  if ((await namesIn(folder)).includes('experiment.json'))
    throw new LabError(
      'file-not-read',
      `'${folder}' has an 'experiment.json' that cannot be used: its 'about.json' is missing.`,
    );
}

/** What makes a folder one of an experiment; `experiment.json` comes last, so that one without the rest is none. */
export async function writeExperimentFolder(
  folder: string,
  { experiment, about }: ExperimentFolder,
): Promise<void> {
  await makeFolder(runsIn(folder));
  await sweepTemporaries(folder);
  await writeDurably(join(folder, 'about.json'), aboutText(about));
  await writePlan(folder, experiment);
}

/** Writes the experiment anew, which has got more seeds or steps. Another one than before is not complete. */
export async function writePlan(folder: string, experiment: Experiment): Promise<void> {
  const path = join(folder, 'experiment.json');
  const text = `${JSON.stringify(experiment, null, 2)}\n`;
  if ((await namesIn(folder)).includes('complete') && (await readSmallFile(path, largest)) !== text)
    await rm(join(folder, 'complete'), { force: true });
  await writeDurably(path, text);
}

/** Names of the files of a report. */
export const reportNames: ReadonlySet<string> = new Set([
  'report.html',
  'report.md',
  'report.json',
  'curves.csv',
  'training.csv',
  'gradients.csv',
  'layers.csv',
  'experiment.json',
]);

/** What the lab writes into the folder of a comparison, now and in earlier versions; the plan comes last. */
const ownNames: readonly string[] = [
  'complete',
  'report',
  'runs',
  'sweep',
  'text',
  'probes',
  'duel.json',
  'robustness.json',
  'notes.json',
  'about.json',
  // Earlier versions had the report beside the plan, whose name ends these.
  ...reportNames,
];

/**
 * Makes room for another experiment: what the lab has written moves into a folder below, whole and with all that somebody
 * put beside it. Nothing is deleted.
 * @returns name of that folder; null where there was nothing
 * @throws LabError `wrong-state` where a program is writing there
 */
export async function moveAside(folder: string): Promise<string | null> {
  const names = await namesIn(folder);
  const own = ownNames.filter((name) => names.includes(name));
  if (own.length === 0) return null;
  for (const run of await namesIn(runsIn(folder)))
    if ((await namesIn(join(folder, 'runs', run))).includes('lock'))
      await (await RunLock.take(join(folder, 'runs', run), `The run ${run} in '${folder}'`)).release();
  const aside = await placeAside(folder, names, own);
  await makeFolder(join(folder, aside));
  for (const name of own) await rename(join(folder, name), join(folder, aside, name));
  return aside;
}

/** A folder that is not there yet; or the last one, where it has no plan yet since a program was killed as it moved. */
async function placeAside(
  folder: string,
  names: readonly string[],
  moving: readonly string[],
): Promise<string> {
  let number = 1;
  while (names.includes(`earlier-${number}`)) number++;
  if (number > 1) {
    const last = `earlier-${number - 1}`;
    const inside = await namesIn(join(folder, last));
    if (!inside.includes('experiment.json') && !inside.some((name) => moving.includes(name))) return last;
  }
  return `earlier-${number}`;
}
