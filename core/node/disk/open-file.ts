import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that are read at once. */
const piece = 2 ** 20;

/** Opens a file to be read: without O_NONBLOCK, opening a pipe would wait for somebody to write to it. */
export const openToRead = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));

/** What is left of an open file, piece by piece. */
export async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(piece), 0, piece, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
