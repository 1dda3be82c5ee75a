import { parentPort, workerData } from 'node:worker_threads';
import { answerHost, type Answers } from '../asked-thread.ts';
import { Librarian } from './librarian.ts';
import { libraryMethods } from './library-messages.ts';

/**
 * Entry of the thread that reads a library: one question after the other, so that no two moves meet. Copying a large text
 * holds up nobody.
 */
if (!parentPort) throw new Error('library-thread is started by the lab as a worker thread.');
const librarian = new Librarian((workerData as { folder: string }).folder);
let turn: Promise<unknown> = Promise.resolve();

function inTurn(ask: () => Promise<unknown>): Promise<unknown> {
  const answer = turn.then(ask);
  turn = answer.catch(() => undefined);
  return answer;
}

const answers: Answers = Object.fromEntries(
  libraryMethods.map((method) => {
    const ask = librarian[method].bind(librarian) as (...all: readonly unknown[]) => Promise<unknown>;
    const now = (args: readonly unknown[]) => ask(...args);
    return [method, method === 'keepTexts' ? now : (args: readonly unknown[]) => inTurn(() => now(args))];
  }),
);

answerHost(parentPort, answers);
