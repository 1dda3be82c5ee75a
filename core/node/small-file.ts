import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { LabError } from '../errors.ts';
import { otherKind } from './text-file.ts';

/**
 * The whole of a file that is small by its nature, as text. What is no regular file is refused before it is opened:
 * a device may have no end, and a pipe no beginning.
 * @param limit most bytes the file may have
 * @throws LabError `file-not-read`
 */
export async function readSmallFile(path: string, limit: number): Promise<string> {
  const refuse = (why: string) => new LabError('file-not-read', `'${path}' cannot be read: ${why}.`);
  try {
    const kind = otherKind(await stat(path, { bigint: true }));
    if (kind !== null) throw refuse(`it is ${kind}, not a file`);
    // Without O_NONBLOCK a file that has become a pipe since would hold the thread.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      // Files that the system makes up say that they have 0 bytes: only reading tells.
      const bytes = Buffer.alloc(limit + 1);
      let size = 0;
      while (size <= limit) {
        const { bytesRead } = await handle.read(bytes, size, limit + 1 - size, null);
        if (bytesRead === 0) return bytes.toString('utf8', 0, size);
        size += bytesRead;
      }
      throw refuse(`it has more than ${limit} bytes`);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof LabError ? error : refuse((error as Error).message);
  }
}
