import { basename } from 'node:path';
import { promisify } from 'node:util';
import { open as openCallback, type Entry, type ZipFile } from 'yauzl';
import { LabError } from '../../errors.ts';

/** What an archive of the lab, or a zipped folder of an experiment, is opened by: the first of these that is in it. */
const openedBy = ['report.json', 'experiment.json'];
/** Entries that are looked through; an export of a thousand runs has some thousands. */
const mostEntries = 100_000;

const openZip = promisify<string, { lazyEntries: boolean; autoClose: boolean }, ZipFile>(openCallback);

const depth = ({ fileName }: Entry): number => fileName.split('/').length;

/** The entry that an archive is opened by: a report before a plan, and of those the one that lies least deep. */
async function openingEntry(zip: ZipFile): Promise<Entry | null> {
  const found = new Map<string, Entry>();
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      const name = basename(entry.fileName);
      const before = found.get(name);
      if (openedBy.includes(name) && (!before || depth(entry) < depth(before))) found.set(name, entry);
      if (++seen > mostEntries) reject(new Error(`it has more than ${mostEntries} entries`));
      else zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  return openedBy.map((name) => found.get(name)).find((entry) => entry !== undefined) ?? null;
}

const streamOf = (zip: ZipFile, entry: Entry): Promise<AsyncIterable<Buffer>> =>
  new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
  );

/**
 * The report or plan in a zip archive, piece by piece; nothing is written anywhere.
 * @throws LabError `file-not-read` where there is none, or the archive is damaged
 */
export async function* archivedPieces(path: string): AsyncGenerator<Buffer> {
  const refuse = (why: string, next: string) =>
    new LabError('file-not-read', `The archive '${basename(path)}' cannot be opened: ${why}.`, next);
  let zip: ZipFile | null = null;
  try {
    zip = await openZip(path, { lazyEntries: true, autoClose: false });
    const entry = await openingEntry(zip);
    if (!entry)
      throw refuse(
        `there is no ${openedBy.join(' and no ')} in it`,
        'Unpack it, and open what you need of it.',
      );
    yield* await streamOf(zip, entry);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw refuse((error as Error).message.replace(/\.$/, ''), 'Make or fetch it anew.');
  } finally {
    zip?.close();
  }
}
