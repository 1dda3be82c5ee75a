import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LabError } from '../errors.ts';

/** Temporary files beside the real ones, so that the rename stays on one disk. */
const temporary = /^\.lab-[0-9a-f]{12}$/;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'part of the path is no folder',
  EISDIR: 'there is a folder of that name',
  ENAMETOOLONG: 'the name is too long',
};

function notWritten(path: string, error: unknown): LabError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = (code && reasons[code]) ?? message;
  return new LabError(
    'file-not-written',
    `'${basename(path)}' was not written: ${reason}. What was there before is unchanged.`,
    'Choose another folder or make room.',
  );
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  // On a disk that is nearly full a write takes less than it was given, without an error.
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, null);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing more was taken'), { code: 'ENOSPC' });
    at += bytesWritten;
  }
  await handle.sync();
  const { size } = await handle.stat();
  if (size !== bytes.length) throw new Error(`${size} of ${bytes.length} bytes arrived`);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself has to do.
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Writes a file whole or not at all: to a temporary file in the same folder, flushed, its size checked, then renamed.
 * @throws LabError `file-not-written` with the reason; what was there before is then unchanged
 */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const folder = dirname(path);
  const temp = join(folder, `.lab-${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(temp, 'wx', 0o644);
    try {
      await writeAll(handle, bytes);
    } finally {
      await handle.close();
    }
    await rename(temp, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw notWritten(path, error);
  }
}

/** Several files into one folder, each whole or not at all. */
export async function writeAllDurably(
  folder: string,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<void> {
  await sweepTemporaries(folder);
  for (const { name, bytes } of files) {
    if (basename(name) !== name || name === '' || name.startsWith('.'))
      throw new LabError('bad-argument', `'${name}' is not a plain file name.`);
    await writeDurably(join(folder, name), bytes);
  }
}

/** Removes temporary files that a program left behind when it was killed. */
export async function sweepTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (temporary.test(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}
