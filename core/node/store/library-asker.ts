import { Worker } from 'node:worker_threads';
import { LabError } from '../../errors.ts';
import type {
  FromLibrary,
  LibraryAnswer,
  LibraryArguments,
  LibraryMethod,
  ToLibrary,
} from './library-messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LabError) => void;
}

/** Asks a library by a thread of its own, which starts with the first question: no event loop waits for the disk. */
export class LibraryAsker {
  readonly #entry: URL;
  readonly #folder: string;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #closed = false;

  /** @param entry the built library-thread */
  constructor(entry: URL, folder: string) {
    this.#entry = entry;
    this.#folder = folder;
  }

  /** @throws LabError what the method throws; `internal` where the thread died, `cancelled` by `close` */
  ask<Method extends LibraryMethod>(
    method: Method,
    ...args: LibraryArguments<Method>
  ): Promise<LibraryAnswer<Method>> {
    if (this.#closed) return Promise.reject(closed());
    const worker = (this.#worker ??= this.#start());
    const id = this.#next++;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, args } satisfies ToLibrary);
    }) as Promise<LibraryAnswer<Method>>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#refuse(closed());
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      name: 'loss-lab library',
      workerData: { folder: this.#folder },
    });
    worker.on('message', (message: FromLibrary) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('value' in message) return waiting?.resolve(message.value);
      const { code, message: sentence, next } = message.error;
      waiting?.reject(new LabError(code, sentence, next));
    });
    const died = (why: string) => {
      if (this.#worker !== worker) return;
      // The next question starts another one.
      this.#worker = null;
      this.#refuse(
        new LabError('internal', `The thread that reads the library ended: ${why}.`, 'Try again.'),
      );
    };
    worker.on('error', (error) => died(error.message));
    worker.on('exit', (code) => died(`status ${code}`));
    // A program that has nothing else to do ends.
    worker.unref();
    return worker;
  }

  #refuse(error: LabError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const closed = () => new LabError('cancelled', 'The library was closed.');
