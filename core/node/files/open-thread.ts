import { parentPort } from 'node:worker_threads';
import { answerHost, buffersOf } from '../threads/asked-thread.ts';
import { readLabFile } from './lab-file.ts';

/** Entry of the thread that opens saved experiments and reports, so that no event loop waits for their parser. */
if (!parentPort) throw new Error('open-thread is started by the lab as a worker thread.');

// The numbers of a report are handed over, not copied.
answerHost(parentPort, { read: readLabFile }, buffersOf);
