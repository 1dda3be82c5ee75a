import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LabError, toErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { lastEvaluation, type RunRecord } from '../../experiments/run.ts';
import { copyDurably } from '../durable-file.ts';
import { bytesIn } from './disk-use.ts';
import { readExperimentFolder, refuseHalf, type ExperimentFolder } from './experiment-folder.ts';
import { readRuns } from './read-runs.ts';

/** How an experiment of the library stands. */
export type LibraryState = 'finished' | 'broken-off' | 'begun';

/** An experiment of the library, in short. */
export interface LibraryEntry extends ExperimentFolder {
  /** Name of its folder. */
  readonly id: string;
  readonly folder: string;
  readonly state: LibraryState;
  /** As far as evaluations tell: there are no steps in it. */
  readonly runs: readonly RunRecord[];
  /** Bytes on disk. */
  readonly bytes: number;
}

export interface Library {
  /** The newest first. */
  readonly entries: readonly LibraryEntry[];
  /** Folders that cannot be read, a sentence each; they are passed over. */
  readonly problems: readonly string[];
}

/** The experiments of a library; an empty one where there is no such folder. */
export async function readLibrary(library: string): Promise<Library> {
  const entries: LibraryEntry[] = [];
  const problems: string[] = [];
  const names = await readdir(library, { withFileTypes: true }).catch(() => []);
  for (const { name } of names.filter(
    (each) => each.isDirectory() && each.name !== 'texts' && each.name !== 'trash',
  ))
    try {
      const entry = await readEntry(join(library, name));
      if (entry) entries.push(entry);
      else await refuseHalf(join(library, name));
    } catch (error) {
      problems.push(`'${join(library, name)}': ${toErrorData(error).message}`);
    }
  return { entries: entries.sort((a, b) => (a.about.begun < b.about.begun ? 1 : -1)), problems };
}

/** An experiment in a folder; null where there is none. @throws LabError `file-not-read` */
export async function readEntry(folder: string): Promise<LibraryEntry | null> {
  const found = await readExperimentFolder(folder);
  if (!found) return null;
  const { runs } = readRuns(folder, found, { curves: false });
  const complete = (await readdir(folder)).includes('complete');
  const state = complete ? 'finished' : runs.some((run) => lastEvaluation(run)) ? 'broken-off' : 'begun';
  return { ...found, id: basename(folder), folder, state, runs, bytes: await bytesIn(folder) };
}

/**
 * The experiment that an id, its beginning or its end names, or a path.
 * @throws LabError `unknown-name` with what there is
 */
export async function entryNamed(library: string, id: string): Promise<LibraryEntry> {
  const { entries } = await readLibrary(library);
  const whole = entries.filter((entry) => entry.id === id);
  const found =
    whole.length > 0 ? whole : entries.filter((entry) => entry.id.startsWith(id) || entry.id.endsWith(id));
  if (found.length === 1) return found[0];
  const path = found.length === 0 ? await readEntry(id).catch(() => null) : null;
  if (path) return path;
  const some = (found.length > 0 ? found : entries).slice(0, 10).map((entry) => entry.id);
  throw new LabError(
    'unknown-name',
    found.length > 0
      ? `'${id}' names ${found.length} experiments: ${some.join(', ')}.`
      : `There is no experiment '${id}' in '${library}'.${some.length > 0 ? ` There are: ${some.join(', ')}.` : ''}`,
    'Name one by its whole id; loss-lab library lists them.',
  );
}

/** First digits of the SHA-256 of an experiment, without what may grow. */
const hashOf = ({ steps: _, seeds: __, additions: ___, evaluation: ____, ...rest }: Experiment): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(rest)))).slice(0, 8);

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40) || 'experiment';

/**
 * Where an experiment is kept: its folder of an earlier time that has not come to its end, else a new one.
 * @param date ISO 8601
 */
export async function folderFor(
  library: string,
  experiment: Experiment,
  textName: string,
  date: string,
): Promise<string> {
  const hash = hashOf(experiment);
  const names = await readdir(library).catch((): string[] => []);
  for (const name of names.filter((each) => each.endsWith(`-${hash}`)).sort()) {
    const folder = join(library, name);
    const inside = await readdir(folder).catch((): string[] => []);
    if (!inside.includes('complete')) return folder;
  }
  return join(library, newFolderName(names, experiment, textName, date));
}

/** Where an experiment begins that nobody has begun before. @param names of all folders there are */
export function newFolderName(
  names: readonly string[],
  experiment: Experiment,
  textName: string,
  date: string,
): string {
  const name = `${date.slice(0, 10)}-${slug(textName)}`;
  const hash = hashOf(experiment);
  let suffix = '';
  for (let number = 2; names.includes(`${name}${suffix}-${hash}`); number++) suffix = `-${number}`;
  return `${name}${suffix}-${hash}`;
}

/** A name that every system takes for a file: what a person called a text may be anything. */
const fileNameOf = (name: string): string =>
  name
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '')
    .slice(0, 80) || 'text';

/** Where the library keeps a text. */
export const keptTextPath = (library: string, sha256OfText: string, name: string): string =>
  join(library, 'texts', sha256OfText, fileNameOf(name));

/** Keeps the bytes of a text once for all experiments on it. @returns where they lie */
export async function keepText(
  library: string,
  path: string,
  sha256OfText: string,
  name = basename(path),
): Promise<string> {
  const kept = keptTextPath(library, sha256OfText, name);
  await mkdir(dirname(kept), { recursive: true });
  const size = (file: string) =>
    stat(file).then(
      (info) => info.size,
      () => -1,
    );
  if ((await size(kept)) !== (await size(path))) await copyDurably(path, kept);
  return kept;
}
