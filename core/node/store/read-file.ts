import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LabError } from '../../errors.ts';

/** A file that is open, read piece by piece. */
interface OpenFile {
  readonly size: number;
  read(at: number, length: number): Uint8Array;
}

/**
 * Opens a regular file for one reading of it, in a thread that may wait for the disk.
 * @returns what `use` returns; null where there is no such file
 * @throws LabError `file-not-read` where it is no file
 */
export function withFile<T>(path: string, use: (file: OpenFile) => T): T | null {
  let handle: number;
  try {
    // Opening a pipe without O_NONBLOCK would wait for somebody to write to it.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new LabError('file-not-read', `'${path}' cannot be read: ${code ?? message}.`);
  }
  try {
    const info = fstatSync(handle);
    if (!info.isFile()) throw new LabError('file-not-read', `'${path}' is no file.`);
    return use({
      size: info.size,
      read(at, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, info.size - at)));
        let done = 0;
        while (done < bytes.length) {
          const count = readSync(handle, bytes, done, Math.min(2 ** 28, bytes.length - done), at + done);
          if (count === 0) break;
          done += count;
        }
        return bytes.subarray(0, done);
      },
    });
  } finally {
    closeSync(handle);
  }
}
