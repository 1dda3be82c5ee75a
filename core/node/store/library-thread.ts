import { parentPort, workerData } from 'node:worker_threads';
import { answerHost } from '../threads/asked-thread.ts';
import { Librarian } from './librarian.ts';
import { answersOf } from './library-answers.ts';

/** Entry of the thread that reads a library. */
if (!parentPort) throw new Error('library-thread is started by the lab as a worker thread.');
answerHost(parentPort, answersOf(new Librarian((workerData as { folder: string }).folder)));
