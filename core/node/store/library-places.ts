import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { namesIn } from '../disk/in-folder.ts';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { copyDurably } from '../disk/durable-file.ts';
import { readExperimentFolder } from './experiment-folder.ts';

/** Folders of a library that hold no experiment. */
const notExperiments: ReadonlySet<string> = new Set(['texts', 'trash']);

/** Names of the folders in a library, or in its trash, that may hold experiments. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !notExperiments.has(entry.name) && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

/**
 * The folder of the experiment that an id, its beginning or its end names, or a path.
 * @throws LabError `unknown-name` with what there is; `file-not-read` where a path leads to half an experiment
 */
export async function folderNamed(library: string, id: string): Promise<string> {
  const names = await foldersIn(library);
  const found = names.includes(id) ? [id] : names.filter((name) => name.startsWith(id) || name.endsWith(id));
  if (found.length === 1) return join(library, found[0]);
  if (found.length === 0 && (await readExperimentFolder(id).catch(() => null))) return id;
  const some = (found.length > 0 ? found : names.sort().reverse()).slice(0, 10).join(', ');
  throw new LabError(
    'unknown-name',
    found.length > 0
      ? `'${id}' names ${found.length} experiments: ${some}.`
      : `There is no experiment '${id}' in '${library}'.${some ? ` There are: ${some}.` : ''}`,
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
  const names = await namesIn(library);
  for (const name of names.filter((each) => each.endsWith(`-${hash}`)).sort()) {
    const folder = join(library, name);
    const inside = await namesIn(folder);
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
  // Another program that empties the trash takes a text that nobody has touched for long for nobody's.
  else await utimes(dirname(kept), new Date(), new Date()).catch(() => undefined);
  return kept;
}
