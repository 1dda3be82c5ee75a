import { readFileSync, statSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import envPaths from 'env-paths';
import { namesIn } from '../disk/in-folder.ts';
import { writeDurably } from '../disk/durable-file.ts';
import { configFolder } from '../plugins/config-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Name of the folder that is made where a user chooses one that is no library. */
const ownName = 'Loss Lab';
/** Characters of the file that remembers a folder; paths are shorter. */
const largest = 40_000;

const remembered = (environment: Environment): string => join(configFolder(environment), 'library.json');

/** The folder that was chosen in an earlier session; null where none was, or what was written cannot be read. */
function chosenBefore(environment: Environment): string | null {
  try {
    const path = remembered(environment);
    if (statSync(path).size > largest) return null;
    const { folder } = JSON.parse(readFileSync(path, 'utf8')) as { folder?: unknown };
    return typeof folder === 'string' && isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}

/**
 * The folder of all experiments that are kept without being told where: `LOSS_LAB_LIBRARY`, the one that was chosen on the
 * screen, else one in the user's data.
 */
export function libraryFolder(environment: Environment = process.env): string {
  const named = environment['LOSS_LAB_LIBRARY'];
  if (named) return named.replace(/^~(?=$|[\\/])/, homedir());
  return chosenBefore(environment) ?? join(envPaths('loss-lab', { suffix: '' }).data, 'library');
}

/** Keeps experiments in another folder from the next start on. @throws LabError `file-not-written` */
export async function rememberLibrary(folder: string, environment: Environment = process.env): Promise<void> {
  await mkdir(configFolder(environment), { recursive: true });
  await writeDurably(remembered(environment), `${JSON.stringify({ folder })}\n`);
}

/** The library in a folder that a user chose: that folder where it is one, or is empty, else one of its own inside. */
export async function libraryIn(folder: string): Promise<string> {
  if (basename(folder) === ownName) return folder;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.length === 0) return folder;
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const inside = await namesIn(join(folder, entry.name));
    if (inside.includes('experiment.json') && inside.includes('runs')) return folder;
  }
  return join(folder, ownName);
}
