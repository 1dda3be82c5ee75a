import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isRunning } from '../machine/machine.ts';
import { LabError } from '../../errors.ts';

/** Folders of spools are named after the process they belong to. */
const prefix = 'loss-lab-';

/** Bytes that came in without a file of their own (upload, paste, standard input), kept in one until they are read. */
interface Spool {
  readonly path: string;
  /** Removes the file. */
  close(): Promise<void>;
}

/** How names of folders for temporary files of this process begin, so that they are swept should it be killed. */
export const spoolFolderPrefix = (): string => `${prefix}${process.pid}-`;

async function folder(): Promise<string> {
  // mkdtemp makes the folder for this user alone.
  return mkdtemp(join(tmpdir(), spoolFolderPrefix()));
}

function writeError(error: unknown): LabError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new LabError(
    'file-not-written',
    code === 'ENOSPC'
      ? 'The disk for temporary files is full.'
      : `A temporary file could not be written (${code}).`,
    'Make room, or set TMPDIR to another folder.',
  );
}

/** A spool that is filled piece by piece. */
export class GrowingSpool implements Spool {
  readonly path: string;
  readonly #folder: string;
  readonly #handle: FileHandle;
  #bytes = 0;
  #open = true;

  private constructor(folderPath: string, path: string, handle: FileHandle) {
    this.#folder = folderPath;
    this.path = path;
    this.#handle = handle;
  }

  static async create(): Promise<GrowingSpool> {
    try {
      const own = await folder();
      const path = join(own, 'text');
      return new GrowingSpool(own, path, await open(path, 'wx', 0o600));
    } catch (error) {
      throw writeError(error);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    try {
      // A write may take less than it was given.
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, null);
        at += bytesWritten;
      }
      this.#bytes += bytes.length;
    } catch (error) {
      throw writeError(error);
    }
  }

  /** Ends the writing; the file stays until `close`. */
  async seal(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }

  async close(): Promise<void> {
    await this.seal();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** All of a stream in a spool. */
export async function spoolStream(stream: NodeJS.ReadableStream): Promise<Spool> {
  const own = await folder().catch((error: unknown) => {
    throw writeError(error);
  });
  const path = join(own, 'text');
  const close = () => rm(own, { recursive: true, force: true });
  try {
    await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return { path, close };
  } catch (error) {
    await close();
    throw writeError(error);
  }
}

/** Removes what processes left behind that were killed. */
export async function sweepSpools(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : NaN;
    if (Number.isInteger(pid) && pid > 0 && !isRunning(pid))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
