import { Worker } from 'node:worker_threads';
import type { Corpus } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import type { CorpusRequest, FromCorpusThread, ToCorpusThread } from './corpus-messages.ts';

interface Waiting {
  readonly progress: (share: number) => void;
  readonly resolve: (corpus: Corpus) => void;
  readonly reject: (error: LabError) => void;
}

/** The text thread as its host uses it. It starts at the first question, and anew should it ever die. */
export class CorpusReader {
  readonly #entry: URL;
  readonly #memoryLimit: number;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(entry: URL, memoryLimit: number) {
    this.#entry = entry;
    this.#memoryLimit = memoryLimit;
  }

  read(request: CorpusRequest, progress: (share: number) => void = () => undefined): Promise<Corpus> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { progress, resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({ id, request, memoryLimit: this.#memoryLimit } satisfies ToCorpusThread);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: 'loss-lab texts' });
    worker.on('message', (message: FromCorpusThread) => this.#receive(message));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', (code) => this.#lost(worker, `status ${code}`));
    return worker;
  }

  #receive(message: FromCorpusThread): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'progress') {
      waiting.progress(message.share);
      return;
    }
    this.#waiting.delete(message.id);
    // An idle thread must not keep a command from ending.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (message.kind === 'done') waiting.resolve(message.corpus);
    else waiting.reject(new LabError(message.error.code, message.error.message, message.error.next));
  }

  #lost(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    const error = new LabError(
      'text-unreadable',
      `The thread that reads texts ended: ${why}.`,
      'Try again, or with a smaller text.',
    );
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
