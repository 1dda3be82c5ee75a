import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ArchivedFile } from '../../exports/archived-file.ts';

/** Compressed already, or noise to a compressor. */
const dense = /\.(png|pdf|safetensors|onnx)$/;

/**
 * Files as one archive, piece by piece: each is made while it is written, and little is held however large they are (Zip64
 * beyond 4 GiB).
 * @param date of all of them, ISO 8601: the same files give the same bytes
 */
export async function* zipPieces(files: readonly ArchivedFile[], date: string): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const stream = zip.outputStream as Readable;
  // What goes wrong while a file is made ends the archive.
  zip.on('error', (error: Error) => stream.destroy(error));
  for (const file of files)
    zip.addReadStreamLazy(
      file.path,
      { mtime: new Date(date), mode: 0o100644, compress: !dense.test(file.path) },
      (callback) => {
        const made = Readable.from(file.pieces(), { objectMode: false });
        made.on('error', (error) => stream.destroy(error));
        callback(null, made);
      },
    );
  zip.end();
  yield* stream;
}
