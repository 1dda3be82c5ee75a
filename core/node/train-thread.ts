import { parentPort } from 'node:worker_threads';
import { TrainingThreadLoop } from '../lab/training-thread.ts';
import type { ToThread } from '../lab/thread-messages.ts';

/** Entry of a training thread: nothing but the wires between its port and the loop. */
if (!parentPort) throw new Error('train-thread is started by the lab as a worker thread.');
const port = parentPort;

const loop = new TrainingThreadLoop({
  post: (message) => port.postMessage(message),
  now: () => performance.now(),
  yield: (callback) => setImmediate(callback),
});

port.on('message', (message: ToThread) => loop.receive(message));
