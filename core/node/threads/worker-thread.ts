import { Worker } from 'node:worker_threads';
import type { TrainingThread } from '../../lab/ports.ts';
import type { FromThread } from '../../lab/training/thread-messages.ts';
import { setUpEngine } from '../engine/set-up.ts';
import { threadLimits } from './thread-limits.ts';

/** A training thread as a Node worker. */
export function startWorker(entry: URL): TrainingThread {
  const worker = new Worker(entry, {
    name: 'loss-lab training',
    workerData: setUpEngine().use,
    resourceLimits: threadLimits,
  });
  let asked = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', (message: FromThread) => listener(message)),
    onFailure: (listener) => {
      worker.on('error', (error) => {
        asked = true;
        listener(error.message);
      });
      worker.on('exit', (code) => {
        if (!asked) listener(`it ended with status ${code}`);
      });
    },
    terminate: () => {
      asked = true;
      void worker.terminate();
    },
  };
}
