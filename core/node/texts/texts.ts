import { randomUUID } from 'node:crypto';
import { refuseAtOnce } from '../../corpora/binary.ts';
import type { Corpus, CorpusOptions, CorpusSummary } from '../../corpora/corpus.ts';
import { LabError, toErrorData } from '../../errors.ts';
import type { TextPort } from '../../lab/ports.ts';
import { contentsOf, sameContents, type StoredTexts, type TextContents } from '../../lab/text-port.ts';
import type { StoredText } from './corpus-messages.ts';
import type { CorpusReader } from './corpus-reader.ts';
import { GrowingSpool } from '../disk/spool.ts';

/** Uploads kept at once; a page that went away in the middle of some must not keep others out. */
const mostUploads = 8;
/** The largest text taken as an upload, in bytes. */
const largestUpload = 4 * 2 ** 30;
/** Texts before the present one that can be read again, and bytes of uploads that are kept for it. */
const mostEarlier = 5;
const earlierBytes = 512 * 2 ** 20;

interface Upload {
  readonly name: string;
  readonly source: 'upload' | 'paste';
  readonly expected: number;
  readonly spool: GrowingSpool;
  /** Set once it is being read: gives the reading up. */
  reading: AbortController | null;
}

interface Stored extends StoredText {
  readonly spool: GrowingSpool | null;
}

/** Where the present text can be read again. */
interface Present {
  readonly source: CorpusSummary['source'];
  readonly texts: readonly Stored[];
  /** Kept while the text is split otherwise, so that it can be split by file again. */
  readonly heldOut: Stored | null;
}

/** A text that was read, by what it held. */
interface Earlier {
  readonly text: Present;
  readonly contents: TextContents;
}

const spoolsOf = (present: Present | null): GrowingSpool[] =>
  present ? [...present.texts, present.heldOut].flatMap((each) => each?.spool ?? []) : [];

const spoolsOfAll = (texts: readonly Earlier[]): GrowingSpool[] => [
  ...new Set(texts.flatMap(({ text }) => spoolsOf(text))),
];

const nothingToReread = () =>
  new LabError('wrong-state', 'There is no text to read again.', 'Open a text first.');

/** Texts for the lab: uploads are spooled to a file first, so that every text is read the same way. */
export function nodeTexts(reader: CorpusReader): TextPort & { close(): Promise<void> } {
  const uploads = new Map<string, Upload>();
  let present: Present | null = null;
  /** Those that were read last, the present one first. */
  let earlier: readonly Earlier[] = [];
  /** Where texts lie that were read for an experiment, which may be refused yet. */
  const read = new WeakMap<Corpus, Present>();
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

  const closeUnused = async (spools: readonly GrowingSpool[]): Promise<void> => {
    const kept = spoolsOfAll(earlier);
    for (const spool of spools) if (!kept.includes(spool)) await spool.close();
  };

  /** The text that is read becomes the present one; spools of those long before go. */
  const adopt = async (next: Present, corpus: Corpus | Promise<Corpus>): Promise<Corpus> => {
    const result = await corpus;
    const contents = contentsOf(result.summary);
    const others = earlier.filter((each) => !sameContents(each.contents, contents));
    const spools = [...spoolsOfAll(earlier), ...spoolsOf(next)];
    present = next;
    earlier = [{ text: next, contents }, ...others].slice(0, 1 + mostEarlier);
    const bytes = () => spoolsOfAll(earlier).reduce((sum, spool) => sum + spool.bytes, 0);
    while (earlier.length > 1 && bytes() > earlierBytes) earlier = earlier.slice(0, -1);
    await closeUnused(spools);
    return result;
  };

  const stored = ({ path, name }: Stored): StoredText => ({ path, ...(name === undefined ? {} : { name }) });
  const request = ({ source, texts, heldOut }: Present, options: CorpusOptions) => ({
    kind: 'read' as const,
    source,
    texts: texts.map(stored),
    heldOut: options.split === 'file' && heldOut ? stored(heldOut) : null,
    options,
  });

  /** The file of an upload that has arrived whole. */
  const sealed = async ({ name, spool, expected }: Upload): Promise<Stored> => {
    await spool.seal();
    if (spool.bytes !== expected)
      throw new LabError(
        'text-changed',
        `${spool.bytes} bytes arrived of ${expected}.`,
        'Drop the text again.',
      );
    return { path: spool.path, name, spool };
  };

  /** An upload of so many bytes at most; the oldest of too many goes. */
  const begun = async (name: string, expected: number, source: Upload['source']): Promise<string> => {
    const id = randomUUID();
    uploads.set(id, { name, source, expected, spool: await GrowingSpool.create(), reading: null });
    if (uploads.size > mostUploads) await dropOldest();
    return id;
  };

  return {
    async begin(name, bytes, source) {
      if (bytes > largestUpload)
        throw new LabError(
          'text-too-large',
          `This text has ${bytes} bytes; at most ${largestUpload} are taken.`,
          'Use the command line for larger texts.',
        );
      return begun(name, bytes, source);
    },
    async receive(name, pieces) {
      const id = await begun(name, largestUpload, 'upload');
      try {
        for await (const piece of pieces) await upload(id).spool.append(piece);
        const whole = upload(id);
        uploads.set(id, { ...whole, expected: whole.spool.bytes });
        return id;
      } catch (error) {
        const failed = uploads.get(id);
        uploads.delete(id);
        await failed?.spool.close();
        throw error;
      }
    },
    async take(id) {
      const found = upload(id);
      if (found.reading)
        throw new LabError('wrong-state', 'This text is being read already.', 'Wait for it, or cancel it.');
      uploads.delete(id);
      const { spool } = found;
      try {
        const { path } = await sealed(found);
        return { path, close: () => spool.close() };
      } catch (error) {
        await spool.close();
        throw error;
      }
    },
    async append(id, bytes) {
      const found = upload(id);
      const { spool, expected } = found;
      // The map's order tells which upload has been left alone longest.
      uploads.delete(id);
      uploads.set(id, found);
      if (spool.bytes + bytes.length > expected)
        throw new LabError('text-changed', 'More arrived than was announced.', 'Drop the text again.');
      try {
        if (spool.bytes === 0) refuseAtOnce(found.name, bytes);
        await spool.append(bytes);
      } catch (error) {
        // What does not come in whole is of no use: its file goes at once.
        uploads.delete(id);
        await spool.close();
        throw error;
      }
    },
    async finish(id, options, progress, { more = [], heldOut = false } = {}) {
      const ids = [id, ...more];
      const found = ids.map(upload);
      if (found.some(({ reading }) => reading) || new Set(ids).size < ids.length)
        throw new LabError('wrong-state', 'This text is being read already.', 'Wait for it, or cancel it.');
      const reading = new AbortController();
      for (const each of found) each.reading = reading;
      try {
        const texts: Stored[] = [];
        for (const each of found) texts.push(await sealed(each));
        if (heldOut && !present) throw nothingToReread();
        const next: Present = heldOut
          ? { ...present!, heldOut: texts[0] }
          : { source: found[0].source, texts, heldOut: null };
        return await adopt(next, reader.read(request(next, options), progress, reading.signal));
      } catch (error) {
        for (const { spool } of found) await spool.close();
        throw error;
      } finally {
        for (const each of ids) uploads.delete(each);
      }
    },
    async cancel(id) {
      const { spool, reading } = upload(id);
      uploads.delete(id);
      reading?.abort();
      await spool.close();
    },
    async openPath(path, source, options, progress, { more = [], heldOut = null } = {}) {
      const file = (each: string): Stored => ({ path: each, spool: null });
      const next: Present = {
        source,
        texts: [path, ...more].map(file),
        heldOut: heldOut === null ? null : file(heldOut),
      };
      const own = (opening = new AbortController());
      try {
        return await adopt(next, reader.read(request(next, options), progress, own.signal));
      } finally {
        if (opening === own) opening = null;
      }
    },
    stored: () =>
      present && {
        source: present.source,
        texts: present.texts.map(stored),
        heldOut: present.heldOut && stored(present.heldOut),
      },
    async openStored({ source, texts, heldOut }, options, progress) {
      const file = ({ path, name }: StoredTexts['texts'][number]): Stored => ({
        path,
        ...(name === undefined ? {} : { name }),
        spool: null,
      });
      const next: Present = { source, texts: texts.map(file), heldOut: heldOut && file(heldOut) };
      const corpus = await reader.read(request(next, options), progress);
      read.set(corpus, next);
      return corpus;
    },
    async use(corpus) {
      const place = read.get(corpus);
      if (place) await adopt(place, corpus);
    },
    async again(contents, options, progress) {
      const found = earlier.find((each) => sameContents(each.contents, contents));
      if (!found) return null;
      try {
        const corpus = await reader.read(request(found.text, options), progress);
        if (sameContents(contentsOf(corpus.summary), contents)) {
          read.set(corpus, found.text);
          return corpus;
        }
      } catch (error) {
        // Its file is gone: it has to be given anew. What was in the way of reading it now may not be the next time.
        if (toErrorData(error).code !== 'text-not-found') return null;
      }
      earlier = earlier.filter((each) => each !== found);
      await closeUnused(spoolsOf(found.text));
      return null;
    },
    cancelReading: () => opening?.abort(),
    builtin: (id, seed, characters, split) => reader.read({ kind: 'builtin', id, seed, characters, split }),
    baselines: (question) => reader.baselines(question),
    splits: (question) => reader.splits(question),
    async encodings(current, notUtf8From) {
      if (!present) throw nothingToReread();
      const { source, texts } = present;
      return reader.encodings({ text: stored(texts[0]), source, current, notUtf8From });
    },
    async reread(options, progress) {
      if (!present) throw nothingToReread();
      return reader.read(request(present, options), progress);
    },
    async close() {
      for (const { spool } of uploads.values()) await spool.close();
      uploads.clear();
      const spools = spoolsOfAll(earlier);
      present = null;
      earlier = [];
      await closeUnused(spools);
    },
  };
}
