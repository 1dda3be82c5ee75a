import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DealtPlan } from '../../../experiments/plan/dealt-plan.ts';
import { hashOfFile } from '../../store/complete-file.ts';

/** What a file is; null where it is not there. */
const look = (path: string) => stat(path).catch(() => null);

/** The files that are named, and those in the folders that are named. */
async function candidates(where: readonly string[]): Promise<string[]> {
  const all = await Promise.all(
    where.map(async (path) =>
      (await look(path))?.isDirectory()
        ? (await readdir(path)).sort().map((name) => join(path, name))
        : [path],
    ),
  );
  return all.flat();
}

/**
 * The one file with the contents that a plan names, among files and folders; where none has them, all that is named, which is
 * the text in several files or is refused for what it is.
 */
export async function filesOfText(
  where: readonly string[],
  { bytes, sha256 }: DealtPlan['text'],
): Promise<readonly string[]> {
  for (const path of await candidates(where)) {
    const info = await look(path);
    if (info?.isFile() && info.size === bytes && (await hashOfFile(path)) === sha256) return [path];
  }
  return where;
}
