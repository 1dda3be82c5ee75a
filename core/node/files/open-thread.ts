import { parentPort } from 'node:worker_threads';
import { answerHost } from '../threads/asked-thread.ts';
import { readLabFile } from './lab-file.ts';

/** Entry of the thread that opens saved experiments and reports, so that no event loop waits for their parser. */
if (!parentPort) throw new Error('open-thread is started by the lab as a worker thread.');

answerHost(parentPort, { read: readLabFile }, buffersIn);

/** The numbers of a report: they are handed over, not copied. */
function buffersIn(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else for (const each of Object.values(value)) look(each);
  };
  look(message);
  return [...found];
}
