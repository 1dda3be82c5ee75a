import { Worker } from 'node:worker_threads';
import type { ThreadTask } from './bench-thread.ts';

/** A thread of the benchmark, started for one task. */
export class RunThread {
  readonly #worker: Worker;

  constructor(entries: URL, task: ThreadTask) {
    this.#worker = new Worker(new URL('bench-thread.js', entries), { workerData: task });
  }

  /** Characters per second of the thread's own network over so many seconds. */
  train(seconds: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(error);
      this.#worker.once('error', failed);
      this.#worker.once('message', (rate: number) => {
        this.#worker.off('error', failed);
        resolve(rate);
      });
      this.#worker.postMessage(seconds);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
