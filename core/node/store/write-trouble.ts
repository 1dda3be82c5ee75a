import { statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import { LabError, toErrorData, type LabErrorData } from '../../errors.ts';
import { bytesWords } from '../../words/kept-words.ts';

/** Bytes that are free where a folder lies; null where nobody tells. */
function free(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Why nothing can be written into a folder: what is wrong, where, how much would have to fit. */
export function writeTrouble(folder: string, error: unknown, needed: number): LabErrorData {
  const { code, message } = toErrorData(error);
  const system = error instanceof LabError ? undefined : (error as NodeJS.ErrnoException).code;
  const what = code === 'file-not-written' ? message : `${message.replace(/^Unexpected error: /, '')}.`;
  const room = free(folder);
  const space = room === null ? '' : ` ${bytesWords(room)} are free there.`;
  return {
    code: 'file-not-written',
    message: `The runs cannot be kept in '${resolve(folder)}'${system ? ` (${system})` : ''}: ${what} ${bytesWords(needed)} wait to be written.${space}`,
    next: 'What is computed stays in memory. Make room, or bring the folder back.',
  };
}
