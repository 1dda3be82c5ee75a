import { Worker } from 'node:worker_threads';
import { kernelUse } from '../../core/network/fast/kernels.ts';
import type { ThreadTask } from './bench-thread.ts';

/** A thread of the benchmark, started for one task. */
export class RunThread {
  readonly #worker: Worker;

  constructor(entries: URL, task: ThreadTask) {
    this.#worker = new Worker(new URL('bench-thread.js', entries), {
      workerData: { task, use: kernelUse() },
    });
  }

  /** Posts a message, the seconds to train where it trains so long, and waits for what is answered: mostly a number. */
  ask<Answer = number>(message: unknown = 0): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(error);
      this.#worker.once('error', failed);
      this.#worker.once('message', (answer: Answer) => {
        this.#worker.off('error', failed);
        resolve(answer);
      });
      this.#worker.postMessage(message);
    });
  }

  /** Waits for a thread that says by itself when it is ready. */
  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker.once('error', reject);
      this.#worker.once('message', () => resolve());
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Two threads with the same task, of which one is asked, or both at once. */
export class ThreadPair {
  readonly #threads: readonly [RunThread, RunThread];

  constructor(entries: URL, task: ThreadTask) {
    this.#threads = [new RunThread(entries, task), new RunThread(entries, task)];
  }

  /** What one thread does per second, measured for so many seconds. */
  one(seconds: number): Promise<number> {
    return this.#threads[0].ask(seconds);
  }

  /** What both do per second together. */
  async both(seconds: number): Promise<number> {
    const [a, b] = await Promise.all(this.#threads.map((thread) => thread.ask(seconds)));
    return a + b;
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}
