import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfferedFile } from '../../contract/lab-data.ts';
import { spoolFolderPrefix } from '../disk/spool.ts';

/** Exports that are kept for their page at once; the oldest goes. */
const mostOffers = 8;

/** A file that a page may fetch. */
export interface Offered extends OfferedFile {
  readonly path: string;
}

/** Files that were written for a page to download, each under a secret of its own, until others take their place. */
export class Offers {
  readonly #files = new Map<string, Offered>();
  /** Their folders, the oldest first. */
  readonly #folders: string[] = [];

  /**
   * Has files written into a folder of their own, and offers them.
   * @throws LabError what writing them throws; nothing is left of them then
   */
  async offer(fill: (folder: string) => Promise<void>): Promise<readonly OfferedFile[]> {
    const folder = await mkdtemp(join(tmpdir(), spoolFolderPrefix()));
    this.#folders.push(folder);
    try {
      await fill(folder);
      const offered = await Promise.all(
        (await readdir(folder)).map(async (name): Promise<Offered> => {
          const path = join(folder, name);
          return { id: randomBytes(32).toString('base64url'), name, bytes: (await stat(path)).size, path };
        }),
      );
      for (const each of offered) this.#files.set(each.id, each);
      if (this.#folders.length > mostOffers) await this.#drop(this.#folders[0]);
      return offered.map(({ id, name, bytes }) => ({ id, name, bytes }));
    } catch (error) {
      await this.#drop(folder);
      throw error;
    }
  }

  get(id: string): Offered | null {
    return this.#files.get(id) ?? null;
  }

  async close(): Promise<void> {
    while (this.#folders.length > 0) await this.#drop(this.#folders[0]);
  }

  async #drop(folder: string): Promise<void> {
    this.#folders.splice(this.#folders.indexOf(folder), 1);
    for (const [id, { path }] of this.#files) if (path.startsWith(join(folder, '/'))) this.#files.delete(id);
    await rm(folder, { recursive: true, force: true });
  }
}
