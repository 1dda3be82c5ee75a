import { randomUUID } from 'node:crypto';
import type { Corpus, CorpusSummary } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import type { TextPort } from '../lab/ports.ts';
import type { CorpusReader } from './corpus-reader.ts';
import { GrowingSpool } from './spool.ts';

/** Uploads kept at once; a page that went away in the middle of some must not keep others out. */
const mostUploads = 8;
/** The largest text taken as an upload, in bytes. */
const largestUpload = 4 * 2 ** 30;

interface Upload {
  readonly name: string;
  readonly source: 'upload' | 'paste';
  readonly expected: number;
  readonly spool: GrowingSpool;
  /** Set once it is being read: gives the reading up. */
  reading: AbortController | null;
}

/** Where the present text can be read again. */
interface Present {
  readonly path: string;
  readonly source: CorpusSummary['source'];
  readonly name?: string;
  readonly spool: GrowingSpool | null;
}

/** Texts for the lab: uploads are spooled to a file first, so that every text is read the same way. */
export function nodeTexts(reader: CorpusReader): TextPort & { close(): Promise<void> } {
  const uploads = new Map<string, Upload>();
  let present: Present | null = null;
  /** Gives up the file that is being opened. */
  let opening: AbortController | null = null;

  const upload = (id: string): Upload => {
    const found = uploads.get(id);
    if (!found) throw new LabError('bad-argument', 'There is no such upload.', 'Drop the text again.');
    return found;
  };

  const dropOldest = async () => {
    for (const [id, { spool, reading }] of uploads) {
      if (reading) continue;
      uploads.delete(id);
      return spool.close();
    }
  };

  /** The text that is read becomes the present one; the spool of the one before goes. */
  const adopt = async (next: Present, corpus: Promise<Corpus>): Promise<Corpus> => {
    const result = await corpus;
    const before = present;
    present = next;
    if (before?.spool && before.spool !== next.spool) await before.spool.close();
    return result;
  };

  const request = ({ path, source, name }: Present) => ({
    kind: 'read' as const,
    path,
    source,
    ...(name === undefined ? {} : { name }),
  });

  return {
    async begin(name, bytes, source) {
      if (bytes > largestUpload)
        throw new LabError(
          'text-too-large',
          `This text has ${bytes} bytes; at most ${largestUpload} are taken.`,
          'Use the command line for larger texts.',
        );
      const id = randomUUID();
      uploads.set(id, { name, source, expected: bytes, spool: await GrowingSpool.create(), reading: null });
      if (uploads.size > mostUploads) await dropOldest();
      return id;
    },
    async append(id, bytes) {
      const found = upload(id);
      const { spool, expected } = found;
      // The map's order tells which upload has been left alone longest.
      uploads.delete(id);
      uploads.set(id, found);
      if (spool.bytes + bytes.length > expected)
        throw new LabError('text-changed', 'More arrived than was announced.', 'Drop the text again.');
      await spool.append(bytes);
    },
    async finish(id, options, progress) {
      const found = upload(id);
      const { spool, expected, name, source } = found;
      if (found.reading)
        throw new LabError('wrong-state', 'This text is being read already.', 'Wait for it, or cancel it.');
      found.reading = new AbortController();
      try {
        await spool.seal();
        if (spool.bytes !== expected)
          throw new LabError(
            'text-changed',
            `${spool.bytes} bytes arrived of ${expected}.`,
            'Drop the text again.',
          );
        const next: Present = { path: spool.path, source, name, spool };
        const corpus = reader.read({ ...request(next), options }, progress, found.reading.signal);
        return await adopt(next, corpus);
      } catch (error) {
        await spool.close();
        throw error;
      } finally {
        uploads.delete(id);
      }
    },
    async cancel(id) {
      const { spool, reading } = upload(id);
      uploads.delete(id);
      reading?.abort();
      await spool.close();
    },
    async openPath(path, source, options, progress) {
      const next: Present = { path, source, spool: null };
      const own = (opening = new AbortController());
      try {
        return await adopt(next, reader.read({ ...request(next), options }, progress, own.signal));
      } finally {
        if (opening === own) opening = null;
      }
    },
    cancelReading: () => opening?.abort(),
    builtin: (id, seed, characters, split) => reader.read({ kind: 'builtin', id, seed, characters, split }),
    baselines: (question) => reader.baselines(question),
    async reread(options, progress) {
      if (!present)
        throw new LabError('wrong-state', 'There is no text to read again.', 'Open a text first.');
      return reader.read({ ...request(present), options }, progress);
    },
    async close() {
      for (const { spool } of uploads.values()) await spool.close();
      uploads.clear();
      await present?.spool?.close();
      present = null;
    },
  };
}
