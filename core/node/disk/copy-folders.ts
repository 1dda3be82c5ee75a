import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporary, notWritten, syncFolder } from './durable-file.ts';

/** Folders that are copied at the same time: a disk flushes many small files together as fast as one. */
const atOnce = 16;

/**
 * Copies the files of many folders into new ones that nobody reads yet: what is copied lasts when this ends, and not before.
 * Locks and what is being written stay behind.
 * @param pairs from where, and to where
 * @throws LabError `file-not-written`
 */
export async function copyFolders(pairs: readonly (readonly [from: string, to: string])[]): Promise<void> {
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
