import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { namesIn } from '../disk/in-folder.ts';
import { LabError } from '../../errors.ts';
import { makeFolder, notWritten, syncFolder } from '../disk/durable-file.ts';

/** Folders that are being filled, beside the ones they are going to be. */
const staged = /^\.lab-[0-9a-f]{12}$/;

/** Age at which a folder that was being filled belongs to nobody any more, milliseconds. */
const orphanAge = 10 * 60 * 1000;

const hex = () => randomBytes(6).toString('hex');

/**
 * Replaces a folder whole: it is filled beside the present one, and takes its place by being renamed. Files in the present
 * one that are not replaced move over into the new one.
 * @param own names of files that the lab writes there: those of before go
 * @param fill writes everything into the folder it is given
 */
export async function replaceFolder(
  folder: string,
  own: (name: string) => boolean,
  fill: (staging: string) => Promise<void>,
): Promise<void> {
  const path = resolve(folder);
  await makeFolder(dirname(path));
  await sweepStaged(dirname(path));
  const staging = join(dirname(path), `.lab-${hex()}`);
  try {
    await mkdir(staging);
    await fill(staging);
    const present = await readdir(path).catch(() => null);
    // Named so that whoever finds it after a power cut knows what it is; nothing sweeps it away.
    const before = `${path}.before-${hex()}`;
    if (present !== null) await rename(path, before);
    await rename(staging, path);
    await syncFolder(dirname(path));
    if (present !== null) await clearUp(before, path, present, own);
  } catch (error) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    throw error instanceof LabError ? error : notWritten(path, error);
  }
}

async function clearUp(
  before: string,
  path: string,
  present: readonly string[],
  own: (name: string) => boolean,
): Promise<void> {
  const written = new Set(await readdir(path));
  for (const name of present)
    if (own(name)) await rm(join(before, name));
    else if (!written.has(name)) await rename(join(before, name), join(path, name));
  // Where something is left, it stays under its own name.
  await rmdir(before).catch(() => undefined);
}

/** Removes what programs left behind that were killed while they filled a folder. */
async function sweepStaged(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!staged.test(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info?.isDirectory() && Date.now() - info.mtimeMs > orphanAge)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
