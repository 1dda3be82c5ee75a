import { open } from 'node:fs/promises';

/** Bytes that are written at once: Node takes at most 2³¹ − 1. */
const piece = 2 ** 28;

/**
 * Makes a file end with these bytes after its first `from`: what stood behind them goes, so that a write that was broken
 * off can be done again. On disk when it resolves.
 * @returns the new length
 */
export async function writeFrom(path: string, from: number, parts: readonly Uint8Array[]): Promise<number> {
  // 'r+' does not make the file, 'w+' would empty it.
  const handle = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && from === 0) return open(path, 'wx+');
    throw error;
  });
  try {
    const { size } = await handle.stat();
    if (size < from) throw new Error(`it has ${size} bytes, and ${from} were written`);
    if (size > from) await handle.truncate(from);
    let at = from;
    for (const bytes of parts)
      for (let done = 0; done < bytes.length;) {
        const length = Math.min(piece, bytes.length - done);
        // On a disk that is nearly full a write takes less than it was given, without an error.
        const { bytesWritten } = await handle.write(bytes, done, length, at);
        if (bytesWritten === 0) throw Object.assign(new Error('nothing more was taken'), { code: 'ENOSPC' });
        done += bytesWritten;
        at += bytesWritten;
      }
    await handle.sync();
    return at;
  } finally {
    await handle.close();
  }
}
