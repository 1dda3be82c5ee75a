import { stat } from 'node:fs/promises';
import { LabError } from '../../errors.ts';
import { otherKind } from '../texts/text-file.ts';
import { openToRead, piecesOf } from './open-file.ts';

/**
 * The whole of a file that is small by its nature, as text. What is no regular file is refused before it is opened:
 * a device may have no end, and a pipe no beginning.
 * @param limit most bytes the file may have
 * @throws LabError `file-not-read`
 */
export async function readSmallFile(path: string, limit: number): Promise<string> {
  const text = await readSmallFileIfThere(path, limit);
  if (text !== null) return text;
  throw new LabError('file-not-read', `'${path}' cannot be read: it does not exist (ENOENT).`);
}

/** The same; null where there is no such file. */
export async function readSmallFileIfThere(path: string, limit: number): Promise<string | null> {
  const refuse = (why: string) => new LabError('file-not-read', `'${path}' cannot be read: ${why}.`);
  try {
    const kind = otherKind(await stat(path, { bigint: true }));
    if (kind !== null) throw refuse(`it is ${kind}, not a file`);
    const handle = await openToRead(path);
    try {
      // Files that the system makes up say that they have 0 bytes: only reading tells.
      const pieces: Buffer[] = [];
      let size = 0;
      for await (const piece of piecesOf(handle)) {
        size += piece.length;
        if (size > limit) throw refuse(`it has more than ${limit} bytes`);
        pieces.push(piece);
      }
      return Buffer.concat(pieces).toString('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw refuse(message);
  }
}
