import { Worker } from 'node:worker_threads';
import { threadLimits } from '../threads/thread-limits.ts';
import type { FromStore, ToStore } from './store-messages.ts';

/** The thread that writes, as its host sees it. */
export interface StoreChannel {
  post(message: ToStore, transfer?: ArrayBuffer[]): void;
  /** The one who hears what it says; a later listener takes the place of the one before. */
  listen(listener: (message: FromStore) => void): void;
  /** Called once when it has ended without being asked to; the sentence says why. */
  onDeath(listener: (why: string) => void): void;
  end(): Promise<void>;
}

/** @param entry the built store-thread */
export function storeThread(entry: URL): StoreChannel {
  const worker = new Worker(entry, { name: 'loss-lab store', resourceLimits: threadLimits });
  let listener: (message: FromStore) => void = () => undefined;
  worker.on('message', (message: FromStore) => listener(message));
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    listen: (next) => (listener = next),
    onDeath: (told) => {
      worker.on('error', (error) => told(error.message));
      worker.on('exit', (code) => told(`status ${code}`));
    },
    end: async () => void (await worker.terminate()),
  };
}
