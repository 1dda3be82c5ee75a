import type { BigIntStats } from 'node:fs';
import { stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import type { TextSource } from '../../corpora/survey.ts';
import { LabError, type LabErrorCode } from '../../errors.ts';
import { openToRead, piecesOf } from '../disk/open-file.ts';

/** What a system error means for a text, and what can be done. */
const reasons: Readonly<Record<string, readonly [LabErrorCode, string, string]>> = {
  ENOENT: ['text-not-found', 'does not exist', 'Check the name.'],
  ENOTDIR: ['text-not-found', 'does not exist: part of its path is no folder', 'Check the name.'],
  EACCES: ['text-no-permission', 'may not be read by this user', 'Change its permissions or copy it.'],
  EPERM: ['text-no-permission', 'may not be read by this user', 'Change its permissions or copy it.'],
  ELOOP: ['text-not-a-file', 'is a loop of links', 'Choose the file itself.'],
  ENAMETOOLONG: ['text-not-found', 'has a name that is too long', 'Rename it.'],
  ENXIO: ['text-not-a-file', 'is a socket or device', 'Choose a text file.'],
  EISDIR: ['text-not-a-file', 'is a folder', 'Choose a file in it.'],
};

/** A system error about a text as one of the lab's. */
function textError(name: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const { code = 'unknown', message } = error as NodeJS.ErrnoException;
  const [ours, what, next] = reasons[code] ?? [
    'text-unreadable',
    `could not be read (${code}${code === 'unknown' ? `: ${message}` : ''})`,
    'Copy it to another place and try again.',
  ];
  return new LabError(ours, `'${name}' ${what}.`, next);
}

/** What something is that is no regular file, in words; null for a file. */
export function otherKind(info: BigIntStats): string | null {
  if (info.isDirectory()) return 'a folder';
  if (info.isFIFO()) return 'a pipe (FIFO)';
  if (info.isSocket()) return 'a socket';
  return info.isCharacterDevice() || info.isBlockDevice() ? 'a device' : null;
}

/** Refuses everything that is no regular file, before it is opened: opening a pipe would wait for ever. */
function refuseKind(name: string, info: BigIntStats): void {
  const kind = otherKind(info);
  if (kind === null) return;
  const next =
    kind === 'a folder' ? 'Choose a file in it.' : 'Choose a text file, or pipe the text in with -.';
  throw new LabError('text-not-a-file', `'${name}' is ${kind}, not a file.`, next);
}

/**
 * A file of this machine as a text that can be read more than once. Each reading checks that it is still the same file.
 * @throws LabError `text-…` by kind; see reasons above
 */
export async function textFile(
  path: string,
  source: CorpusSummary['source'],
  shownName = basename(path),
): Promise<TextSource> {
  const name = source === 'stdin' ? 'standard input' : shownName;
  if (path.includes('\0')) throw new LabError('text-not-found', 'A file name cannot hold a NUL character.');
  const first = await stat(path, { bigint: true }).catch((error: unknown) => {
    throw textError(name, error);
  });
  refuseKind(name, first);
  if (first.size === 0n) {
    if (await hasBytes(path))
      throw new LabError(
        'text-not-a-file',
        `'${name}' is made up by the system while it is read: it says that it has 0 bytes.`,
        'Copy it to a file, or pipe it in with -.',
      );
    throw new LabError('text-empty', `'${name}' is empty.`, 'Choose a text with at least a few lines.');
  }
  return { name, source, bytes: Number(first.size), open: () => chunks(path, name, first) };
}

/** Whether a file without a size can be read all the same, as those of /proc. */
async function hasBytes(path: string): Promise<boolean> {
  const handle = await openToRead(path).catch(() => null);
  const read = await handle?.read(Buffer.alloc(1), 0, 1, null).catch(() => null);
  await handle?.close();
  return (read?.bytesRead ?? 0) > 0;
}

async function* chunks(path: string, name: string, first: BigIntStats): AsyncGenerator<Uint8Array> {
  let handle: FileHandle | null = null;
  try {
    handle = await openToRead(path);
    requireSame(name, first, await handle.stat({ bigint: true }));
    yield* piecesOf(handle);
    requireSame(name, first, await handle.stat({ bigint: true }));
  } catch (error) {
    throw textError(name, error);
  } finally {
    await handle?.close();
  }
}

function requireSame(name: string, first: BigIntStats, now: BigIntStats): void {
  if (now.ino === first.ino && now.size === first.size && now.mtimeNs === first.mtimeNs) return;
  throw new LabError(
    'text-changed',
    `'${name}' changed while it was read.`,
    'Try again when nothing writes to it any more.',
  );
}
