import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LabError } from '../../errors.ts';
import { syncFolder } from './durable-file.ts';

/**
 * Has files written into a folder within one that a user chose, and moves them into it: what is there under their names is
 * replaced whole, and nothing half written is ever seen.
 * @throws LabError `file-not-written`
 */
export async function fillFolder(folder: string, fill: (staging: string) => Promise<void>): Promise<void> {
  const staging = join(folder, `.lab-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(staging);
    await fill(staging);
    for (const name of await readdir(staging)) await rename(join(staging, name), join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      'file-not-written',
      `Nothing could be saved in '${folder}': ${(error as Error).message}.`,
      'Choose another folder.',
    );
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
  }
}
