import { parentPort } from 'node:worker_threads';
import { Keeping } from './store-keeping.ts';
import type { ToStore } from './store-messages.ts';

/** Entry of the thread that writes an experiment into its folder: nothing but the wire to its port. */
if (!parentPort) throw new Error('store-thread is started by the lab as a worker thread.');
const port = parentPort;
const keeping = new Keeping((message) => port.postMessage(message));
port.on('message', (message: ToStore) => keeping.receive(message));
