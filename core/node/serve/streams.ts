import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { LabError, toErrorData, type LabErrorData } from '../../errors.ts';
import { JsonWatch, largestLabFile, tooLarge } from '../files/json-watch.ts';
import type { StreamedFiles } from '../node-lab.ts';

/** Uploads that may be under way at once. */
const mostUploads = 4;
/** Milliseconds for which the rest of a refused upload is let by, unseen: a browser that is cut off does not read why. */
const grace = 10_000;

const downloads = '/download/';

/** Whether a path is that of a file that was written for a page. */
export const isDownload = (path: string): boolean => path.startsWith(downloads);

/** Files of any size, to and from the pages of a served lab, past the socket. */
export class Streams {
  readonly #files: StreamedFiles;
  readonly #headers: Record<string, string>;
  readonly #silence: number;
  #uploads = 0;

  /**
   * @param headers of every answer
   * @param silence milliseconds after which an upload, or a page that takes nothing of its download, is given up
   */
  constructor(files: StreamedFiles, headers: Record<string, string>, silence: number) {
    this.#files = files;
    this.#headers = headers;
    this.#silence = silence;
  }

  /** Answers with a file that was offered; false where there is none. Its address is its secret. */
  download(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    const file = this.#files.offered(path.slice(downloads.length));
    if (!file) return false;
    response.writeHead(200, {
      ...this.#headers,
      // Never as what it is: a report that is opened here would be a page of the lab.
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'Content-Length': file.bytes,
    });
    if (request.method === 'HEAD') response.end();
    else {
      // A page may let a download wait, but not for ever.
      request.socket.setTimeout(6 * this.#silence, () => request.socket.destroy());
      pipeline(createReadStream(file.path), response).then(
        () => request.socket.setTimeout(0),
        () => response.destroy(),
      );
    }
    return true;
  }

  /** Takes in an experiment or a report, and refuses what is none while it comes. Answers with `{ uploadId }` or `{ error }`. */
  async upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#uploads >= mostUploads)
      return this.#refuse(
        request,
        response,
        new LabError('wrong-state', 'Too many files are coming in.', 'Wait for one of them.'),
      );
    if (Number(request.headers['content-length'] ?? 0) > largestLabFile)
      return this.#refuse(request, response, tooLarge());
    this.#uploads++;
    const { socket } = request;
    socket.setTimeout(this.#silence, () => socket.destroy());
    try {
      const uploadId = await this.#files.receive(watched(request));
      this.#answer(response, { uploadId });
      socket.setTimeout(0);
    } catch (error) {
      // Where the page has gone there is nobody to tell.
      if (!socket.destroyed) this.#refuse(request, response, error);
    } finally {
      this.#uploads--;
    }
  }

  /** What it came to, as the socket says it: a page that is told `no` has still been answered. */
  #answer(response: ServerResponse, body: { uploadId: string } | { error: LabErrorData }): void {
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(200, {
      ...this.#headers,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': bytes.length,
    });
    response.end(bytes);
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const end = setTimeout(() => request.socket.destroy(), grace);
    for (const over of ['end', 'close']) request.once(over, () => clearTimeout(end));
    request.resume();
    this.#answer(response, { error: toErrorData(error) });
  }
}

/** The pieces of a file, each looked over before it goes on. Left early, the request stays: it is to be answered. */
async function* watched(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  const watch = new JsonWatch();
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    watch.add(piece as Buffer);
    yield piece as Buffer;
  }
}
