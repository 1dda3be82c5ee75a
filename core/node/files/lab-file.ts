import { basename } from 'node:path';
import { LabError } from '../../errors.ts';
import { openedFile, type OpenedFile } from '../../lab/opened-file.ts';
import type { LabFileSource } from '../../lab/ports.ts';
import { parseReport } from '../../reports/data/json.ts';
import { openToRead, piecesOf } from '../disk/open-file.ts';
import { archivedPieces } from './opened-archive.ts';
import { JsonWatch } from './json-watch.ts';

/** How a zip archive begins. */
const zipBegins = Buffer.from('PK\x03\x04', 'latin1');

/**
 * Reads a saved experiment or report, alone or in a zip archive, or a link to one: in a thread, for it may take seconds.
 * @throws LabError `file-not-read` or `bad-experiment` with what is wrong
 */
export async function readLabFile(source: LabFileSource): Promise<OpenedFile> {
  return openedFile('json' in source ? source.json : await watchedText(source.path), parseReport);
}

/** The whole of a file as text, refused as soon as it shows that it is none of ours. */
async function watchedText(path: string): Promise<string> {
  const refuse = (why: string) =>
    new LabError(
      'file-not-read',
      `'${basename(path)}' could not be read: ${why}.`,
      'Check the file and open it again.',
    );
  const handle = await openToRead(path).catch(({ code, message }: NodeJS.ErrnoException) => {
    throw refuse(code === 'ENOENT' ? 'it is gone' : (code ?? message));
  });
  try {
    if (!(await handle.stat()).isFile()) throw refuse('it is no file');
    const watch = new JsonWatch();
    const pieces: Buffer[] = [];
    const add = (read: Buffer) => {
      watch.add(read);
      pieces.push(read);
    };
    for await (const read of piecesOf(handle)) {
      if (pieces.length === 0 && read.subarray(0, zipBegins.length).equals(zipBegins)) {
        for await (const unpacked of archivedPieces(path)) add(unpacked);
        break;
      }
      add(read);
    }
    return new TextDecoder().decode(Buffer.concat(pieces));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw refuse((error as NodeJS.ErrnoException).code ?? (error as Error).message);
  } finally {
    await handle.close();
  }
}
