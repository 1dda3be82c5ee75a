import { parentPort, workerData } from 'node:worker_threads';
import { toErrorData } from '../../errors.ts';
import { Librarian } from './librarian.ts';
import type { FromLibrary, ToLibrary } from './library-messages.ts';

/**
 * Entry of the thread that reads a library: one question after the other, so that no two moves meet. Copying a large text
 * holds up nobody.
 */
if (!parentPort) throw new Error('library-thread is started by the lab as a worker thread.');
const port = parentPort;
const librarian = new Librarian((workerData as { folder: string }).folder);
let turn: Promise<unknown> = Promise.resolve();

async function answer({ id, method, args }: ToLibrary): Promise<void> {
  const ask = librarian[method].bind(librarian) as (...all: readonly unknown[]) => Promise<unknown>;
  const message: FromLibrary = await ask(...args).then(
    (value) => ({ id, value }),
    (error: unknown) => ({ id, error: toErrorData(error) }),
  );
  port.postMessage(message);
}

port.on('message', (message: ToLibrary) => {
  if (message.method === 'keepTexts') void answer(message);
  else turn = turn.then(() => answer(message));
});
