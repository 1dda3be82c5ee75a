import { Worker } from 'node:worker_threads';
import type { BaselinesQuestion, EvaluatedBaselines } from '../corpora/baselines.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import type { CorpusAnswer, CorpusRequest, FromCorpusThread, ToCorpusThread } from './corpus-messages.ts';

interface Waiting {
  readonly progress: (share: number) => void;
  readonly resolve: (answer: CorpusAnswer) => void;
  readonly reject: (error: LabError) => void;
}

/** Indices, in bytes, above which the thread ends with its text: while it idles, it would hold on to their memory. */
const largeText = 64 * 2 ** 20;

type StartMessage = Extract<ToCorpusThread, { kind: 'start' }>;

const otherAnswer = () => {
  throw new LabError('internal', 'The text thread answered another question.');
};

const cancelled = () => new LabError('cancelled', 'Reading the text was cancelled.');

/** The text thread as its host uses it. It starts at the first question, and anew should it ever die. */
export class CorpusReader {
  readonly #entry: URL;
  readonly #memoryLimit: number;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  /**
   * @param entry the built corpus-thread
   * @param memoryLimit bytes the indices of a text may take
   */
  constructor(entry: URL, memoryLimit: number) {
    this.#entry = entry;
    this.#memoryLimit = memoryLimit;
  }

  /**
   * Reads or generates a text in the thread.
   * @param progress told the share that has been read, 0 … 1
   * @param signal gives the reading up at once
   * @throws LabError what reading a text throws; `cancelled`; `text-unreadable` when the thread dies
   */
  async read(
    request: CorpusRequest,
    progress: (share: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Corpus> {
    const answer = await this.#ask(request, progress, signal);
    return answer.kind === 'corpus' ? answer.corpus : otherAnswer();
  }

  /**
   * Counts in the thread what simple models reach on some characters of a text.
   * @throws LabError `text-unreadable` when the thread dies
   */
  async baselines(question: BaselinesQuestion): Promise<EvaluatedBaselines> {
    const answer = await this.#ask({ kind: 'baselines', question }, () => undefined);
    return answer.kind === 'baselines' ? answer.baselines : otherAnswer();
  }

  #ask(
    request: StartMessage['request'],
    progress: (share: number) => void,
    signal?: AbortSignal,
  ): Promise<CorpusAnswer> {
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = this.#next++;
    const cancel = () => this.#cancel(id);
    signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<CorpusAnswer>((resolve, reject) => {
      this.#waiting.set(id, { progress, resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#post({ id, kind: 'start', request, memoryLimit: this.#memoryLimit });
    }).finally(() => signal?.removeEventListener('abort', cancel));
  }

  #post(message: ToCorpusThread): void {
    this.#worker?.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: 'loss-lab texts' });
    worker.on('message', (message: FromCorpusThread) => this.#receive(message));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', (code) => this.#lost(worker, `status ${code}`));
    return worker;
  }

  #receive(message: FromCorpusThread): void {
    if (message.kind === 'progress') this.#waiting.get(message.id)?.progress(message.share);
    else if (message.kind === 'done') {
      const { answer } = message;
      this.#take(message.id)?.resolve(answer);
      const large = answer.kind === 'corpus' && answer.corpus.indices.byteLength > largeText;
      if (large && this.#waiting.size === 0) void this.close();
    } else {
      const { code, message: sentence, next } = message.error;
      this.#take(message.id)?.reject(new LabError(code, sentence, next));
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    // An idle thread must not keep a command from ending.
    if (this.#waiting.size === 0) this.#worker?.unref();
    return waiting;
  }

  /** The caller goes on at once; the thread gives up at its next piece. */
  #cancel(id: number): void {
    this.#post({ id, kind: 'cancel' });
    this.#take(id)?.reject(cancelled());
  }

  #rejectAll(error: LabError): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }

  #lost(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#rejectAll(
      new LabError(
        'text-unreadable',
        `The thread that reads texts ended: ${why}.`,
        'Try again, or with a smaller text.',
      ),
    );
  }

  /** Ends the thread; whatever it was reading is cancelled. A later `read` starts it anew. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(cancelled());
    await worker?.terminate();
  }
}
