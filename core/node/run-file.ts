import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LabError } from '../errors.ts';
import { decodeTrainedRun, encodeTrainedRun, type TrainedRun } from '../experiments/files/trained-run.ts';
import { writeDurably } from './disk/durable-file.ts';
import { isFolder } from './disk/in-folder.ts';
import { openToRead } from './disk/open-file.ts';

/** The largest trained run that is opened, in bytes: the weights of the largest network with room to spare. */
const largestRun = 2 ** 31 - 1;

/**
 * Writes a trained run as a safetensors file, whole or not at all.
 * @throws LabError `file-not-written`
 */
export async function writeTrainedRun(path: string, run: TrainedRun): Promise<void> {
  await writeDurably(path, encodeTrainedRun(run));
}

/** What a trained run is called: its file; in the folder of a run, where all files have one name, the folder. */
export function nameOfRun(path: string): string {
  const whole = resolve(path);
  return basename(whole) === 'weights.safetensors' ? basename(dirname(whole)) : basename(whole);
}

/**
 * Reads a trained run and proves it intact: a file, or that in the folder of a run.
 * @throws LabError `file-not-read` with what is wrong with the file
 */
export async function readTrainedRun(path: string): Promise<TrainedRun> {
  return decodeTrainedRun(await wholeFile((await isFolder(path)) ? join(path, 'weights.safetensors') : path));
}

async function wholeFile(path: string): Promise<Uint8Array> {
  const refuse = (reason: string) =>
    new LabError(
      'file-not-read',
      `The trained run '${nameOfRun(path)}' cannot be read: ${reason}.`,
      'Name a .safetensors file that the lab has written, or the folder of a run.',
    );
  let handle: FileHandle | null = null;
  try {
    handle = await openToRead(path);
    const info = await handle.stat();
    if (!info.isFile()) throw refuse('it is no file');
    if (info.size > largestRun) throw refuse(`it has ${info.size} bytes, more than ${largestRun}`);
    return await handle.readFile();
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw refuse(code === 'ENOENT' ? 'it does not exist' : (code ?? message));
  } finally {
    await handle?.close();
  }
}
