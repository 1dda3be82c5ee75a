import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { isRunning } from '../machine/machine.ts';
import { LabError } from '../../errors.ts';
import { notWritten } from '../disk/durable-file.ts';

/** A writer on another machine that has given no sign for so long is gone, milliseconds. */
const staleAfter = 60_000;

/** Who writes, as the file of a lock says it. */
interface Owner {
  readonly token: string;
  readonly pid: number;
  /** When that process began, as the system counts it; empty where it does not tell. */
  readonly began: string;
  readonly host: string;
  /** ISO 8601, for people. */
  readonly since: string;
}

/** When a process began: with it a number that the system gives out again is not taken for the same process. */
function processBegan(pid: number): string {
  try {
    // Field 22; the second one, the program's name in brackets, may hold spaces.
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

const parsed = (text: string): Owner | null => {
  try {
    const owner = JSON.parse(text) as Owner;
    return typeof owner.pid === 'number' && typeof owner.token === 'string' ? owner : null;
  } catch {
    return null;
  }
};

/** Whether nobody can come back to a lock. One that is not whole was being written: only its age tells. */
function abandoned(owner: Owner | null, age: number): boolean {
  if (!owner || owner.host !== hostname()) return age > staleAfter;
  if (!isRunning(owner.pid)) return true;
  const began = processBegan(owner.pid);
  return owner.began !== '' && began !== '' && began !== owner.began;
}

const missing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The right to write one run, held by one program at a time. */
export class RunLock {
  readonly #path: string;
  readonly #token: string;
  #signs: NodeJS.Timeout | null = null;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
  }

  /**
   * Takes the lock of a run's folder.
   * @param what the run, in words
   * @throws LabError `wrong-state` where another program holds it
   */
  static async take(folder: string, what: string): Promise<RunLock> {
    const path = join(folder, 'lock');
    const owner: Owner = {
      token: randomBytes(8).toString('hex'),
      pid: process.pid,
      began: processBegan(process.pid),
      host: hostname(),
      since: new Date().toISOString(),
    };
    for (;;) {
      if (await written(path, JSON.stringify(owner))) return new RunLock(path, owner.token);
      await removeAbandoned(path, what);
    }
  }

  /**
   * Shows that this program still writes; false where another has taken the lock, and perhaps given it back.
   * @throws NodeJS.ErrnoException where nobody can tell, as of a folder that is away
   */
  async refresh(): Promise<boolean> {
    const text = await readFile(this.#path, 'utf8').catch(async (error: unknown) => {
      if (!missing(error)) throw error;
      await stat(dirname(this.#path));
      return '';
    });
    if (parsed(text)?.token !== this.#token) return false;
    const now = new Date();
    await utimes(this.#path, now, now).catch(() => undefined);
    return true;
  }

  /** Shows from time to time that this program is there, until it is released: for work that takes longer than a minute. */
  keepAlive(): this {
    this.#signs = setInterval(() => void this.refresh().catch(() => undefined), staleAfter / 4).unref();
    return this;
  }

  async release(): Promise<void> {
    if (this.#signs) clearInterval(this.#signs);
    if (await this.refresh().catch(() => false)) await rm(this.#path, { force: true }).catch(() => undefined);
  }
}

/** Who writes a run, as its lock says: this program, another one, or nobody. A folder without a lock is nobody's. */
export async function holderOf(folder: string): Promise<'nobody' | 'here' | 'elsewhere'> {
  const path = join(folder, 'lock');
  try {
    const owner = parsed(await readFile(path, 'utf8'));
    if (abandoned(owner, Date.now() - (await stat(path)).mtimeMs)) return 'nobody';
    return owner?.host === hostname() && owner.pid === process.pid ? 'here' : 'elsewhere';
  } catch {
    return 'nobody';
  }
}

/**
 * Makes the file of a lock; false where there is one already. One that is cut, as on a full disk, would keep everybody out
 * for a minute: it goes.
 * @throws LabError `file-not-written`
 */
async function written(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(text);
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw notWritten(path, error);
  }
}

/** Removes a lock whose program is gone. @throws LabError `wrong-state` where it is not */
async function removeAbandoned(path: string, what: string): Promise<void> {
  let text: string;
  let age: number;
  try {
    text = await readFile(path, 'utf8');
    age = Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    if (missing(error)) return;
    throw error;
  }
  const owner = parsed(text);
  if (!abandoned(owner, age))
    throw new LabError(
      'wrong-state',
      `${what} is being written by ${owner ? `process ${owner.pid} on ${owner.host}, since ${owner.since}` : 'another program'}: two programs cannot write one run.`,
      'Wait until it has ended, or name another folder.',
    );
  // Another program may be faster: what is taken away must be what was judged, else it goes back.
  const aside = `${path}-${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path).catch(() => undefined);
  } catch (error) {
    if (!missing(error)) throw error;
  }
  await rm(aside, { force: true });
}
