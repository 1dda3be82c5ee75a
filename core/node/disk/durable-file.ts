import { randomBytes } from 'node:crypto';
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LabError } from '../../errors.ts';

/** Temporary files beside the real ones, so that the rename stays on one disk. */
const temporary = /^\.lab-[0-9a-f]{12}$/;
const temporaryIn = (folder: string) => join(folder, `.lab-${randomBytes(6).toString('hex')}`);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'it is larger than files may be here',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'part of the path is no folder',
  EISDIR: 'there is a folder of that name',
  ELOOP: 'the name is a loop of links',
  ENAMETOOLONG: 'the name is too long',
};

/** A system error of writing as one of the lab's. */
export function notWritten(path: string, error: unknown): LabError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = (code && reasons[code]) ?? message;
  return new LabError(
    'file-not-written',
    `'${basename(path)}' was not written: ${reason}. What was there before is unchanged.`,
    'Choose another folder or make room.',
  );
}

async function writePiece(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  // On a disk that is nearly full a write takes less than it was given, without an error.
  for (let at = 0; at < bytes.length;) {
    // Node takes at most 2³¹ − 1 bytes at once.
    const { bytesWritten } = await handle.write(bytes, at, Math.min(2 ** 28, bytes.length - at), null);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing more was taken'), { code: 'ENOSPC' });
    at += bytesWritten;
  }
}

/** Bytes that are gathered before they are written. */
const gathered = 2 ** 20;

/** Pieces of a file, which may still be on their way. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function writeAll(handle: FileHandle, pieces: Pieces): Promise<void> {
  let total = 0;
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  const write = async () => {
    await writePiece(handle, waiting.length === 1 ? waiting[0] : Buffer.concat(waiting));
    total += bytes;
    [waiting, bytes] = [[], 0];
  };
  for await (const piece of pieces) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes >= gathered) await write();
  }
  await write();
  await handle.sync();
  const { size } = await handle.stat();
  if (size !== total) throw new Error(`${size} of ${total} bytes arrived`);
}

/** Makes what was renamed in a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself has to do.
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Where the bytes go: a link is followed, so that it stays one. What is there must be a file: a rename would replace
 * a device such as /dev/stdout.
 */
async function target(path: string): Promise<{ real: string; mode: number | null }> {
  let real = path;
  try {
    real = await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { real, mode: null };
  }
  const info = await stat(real);
  if (info.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  if (!info.isFile()) throw new Error('there is a device or pipe of that name');
  return { real, mode: info.mode & 0o777 };
}

/** Where the generation before the present one is kept. */
export const previousOf = (path: string): string => `${path}.previous`;

/** Gives the present file a second name; a copy where the disk knows no second names. */
async function keep(path: string): Promise<void> {
  const temp = temporaryIn(dirname(path));
  try {
    await link(path, temp).catch(() => copyFile(path, temp));
    await rename(temp, previousOf(path));
  } finally {
    await rm(temp, { force: true }).catch(() => undefined);
  }
}

/**
 * Writes a file whole or not at all: to a temporary file in the same folder, flushed, its size checked, then renamed.
 * @param keepPrevious keep what was there before as `previousOf(path)`
 * @throws LabError `file-not-written` with the reason; what was there before is then unchanged
 */
export async function writeDurably(
  path: string,
  content: Uint8Array | string,
  { keepPrevious = false }: { keepPrevious?: boolean } = {},
): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  await writePiecesDurably(path, [bytes], { keepPrevious });
}

/** The same of a file in pieces, of any size: one after the other is asked for, and nothing is held. */
export async function writePiecesDurably(
  path: string,
  pieces: Pieces,
  { keepPrevious = false }: { keepPrevious?: boolean } = {},
): Promise<void> {
  let temp: string | null = null;
  try {
    const { real, mode } = await target(path);
    temp = temporaryIn(dirname(real));
    const handle = await open(temp, 'wx', mode ?? 0o666);
    try {
      await writeAll(handle, pieces);
    } finally {
      await handle.close();
    }
    if (keepPrevious && mode !== null) await keep(real);
    await rename(temp, real);
    await syncFolder(dirname(real));
  } catch (error) {
    if (temp !== null) await rm(temp, { force: true }).catch(() => undefined);
    if (error instanceof LabError) throw error;
    throw notWritten(path, error);
  }
}

/** Makes a folder and those above it. @throws LabError `file-not-written` */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** Copies a file of any size, whole or not at all. @throws LabError `file-not-written` */
export async function copyDurably(from: string, to: string): Promise<void> {
  const temp = temporaryIn(dirname(to));
  try {
    await copyFile(from, temp);
    const handle = await open(temp, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temp, to);
    await syncFolder(dirname(to));
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw notWritten(to, error);
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

/** Age at which a temporary file belongs to nobody any more, milliseconds. */
const orphanAge = 10 * 60 * 1000;

/** Whether a file of this name is being written. */
export const isTemporary = (name: string): boolean => temporary.test(name);

/** Removes temporary files that a program left behind when it was killed; another program may be writing younger ones. */
export async function sweepTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!temporary.test(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info && Date.now() - info.mtimeMs > orphanAge) await rm(path, { force: true }).catch(() => undefined);
  }
}
