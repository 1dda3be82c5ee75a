import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { PluginTrust } from '../../contract/plugin-data.ts';
import { LabError } from '../../errors.ts';
import { writeDurably } from '../disk/durable-file.ts';
import { readSmallFile } from '../disk/small-file.ts';

const fileName = 'trusted-plugins.json';
/** Bytes of the file: some ten thousand plug-ins. */
const largest = 4 * 1024 * 1024;

const longestName = 255;

const listSchema = v.strictObject({
  format: v.literal('loss-lab-trusted-plugins'),
  version: v.literal(1),
  plugins: v.array(
    v.strictObject({
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      /** What the file was called, for people who read the list; it decides nothing. */
      file: v.pipe(v.string(), v.maxLength(longestName)),
    }),
  ),
});
type TrustedList = v.InferOutput<typeof listSchema>;

const nothingTrusted: TrustedList = { format: 'loss-lab-trusted-plugins', version: 1, plugins: [] };

/**
 * The plug-ins a user has trusted, by the SHA-256 of their source, in a file of the config folder. It is read at each
 * question: another program of the lab may have added to it.
 */
export class TrustedPlugins {
  readonly #folder: string;

  /** @param folder the config folder; made at the first plug-in that is trusted */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async trust(sha256: string): Promise<PluginTrust> {
    const { list, problem } = await this.#read();
    return { trusted: list.plugins.some((each) => each.sha256 === sha256), problem };
  }

  /** Remembers a plug-in. @throws LabError `file-not-written` */
  async add(sha256: string, file: string): Promise<void> {
    const { list } = await this.#read();
    if (list.plugins.some((each) => each.sha256 === sha256)) return;
    const next = { ...list, plugins: [...list.plugins, { sha256, file: file.slice(0, longestName) }] };
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new LabError(
        'file-not-written',
        `The plug-in cannot be remembered: the folder '${this.#folder}' cannot be made (${(error as Error).message}).`,
        'Set LOSS_LAB_CONFIG to a folder of yours.',
      );
    }
    await writeDurably(this.#path, `${JSON.stringify(next, null, 2)}\n`, { keepPrevious: true });
  }

  get #path(): string {
    return join(this.#folder, fileName);
  }

  async #read(): Promise<{ readonly list: TrustedList; readonly problem: string | null }> {
    try {
      await stat(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { list: nothingTrusted, problem: null };
    }
    try {
      const list = v.parse(listSchema, JSON.parse(await readSmallFile(this.#path, largest)));
      return { list, problem: null };
    } catch {
      const problem = `The list of trusted plug-ins, '${this.#path}', cannot be read, so no plug-in is trusted; trusting one writes it anew.`;
      return { list: nothingTrusted, problem };
    }
  }
}
