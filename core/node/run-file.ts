import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LabError } from '../errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../experiments/safetensors.ts';
import { fromTensorFile, toTensorFile, type TrainedRun } from '../experiments/trained-run.ts';

/** The longest file a run is read from: beyond what any run of the lab's limits needs in practice. */
const longest = 4 * 2 ** 30;

export function trainedRunBytes(run: TrainedRun): Uint8Array {
  return encodeSafetensors(toTensorFile(run), (text) => new TextEncoder().encode(text));
}

/** @throws LabError `file-not-read` with what is wrong with the file */
export async function readTrainedRun(path: string): Promise<TrainedRun> {
  const bytes = await fileBytes(path);
  return fromTensorFile(decodeSafetensors(bytes, (part) => new TextDecoder().decode(part)));
}

async function fileBytes(path: string): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    if (!info.isFile())
      throw new LabError(
        'file-not-read',
        `'${basename(path)}' is no file.`,
        'Name one of the .safetensors files in the folder runs of a comparison.',
      );
    if (info.size > longest)
      throw new LabError('file-not-read', `'${basename(path)}' is too large for a run.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      'file-not-read',
      `'${basename(path)}' cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}.`,
    );
  }
}
