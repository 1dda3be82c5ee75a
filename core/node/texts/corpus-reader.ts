import { Worker } from 'node:worker_threads';
import type { BaselinesQuestion, EvaluatedBaselines } from '../../corpora/baselines.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import type { EncodingReading } from '../../corpora/encoding-readings.ts';
import type { SplitMeasure, SplitQuestion } from '../../corpora/split-measures.ts';
import { LabError } from '../../errors.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { CorpusAnswers, CorpusRequest, EncodingsQuestion, ReadingProgress } from './corpus-messages.ts';

/** Indices, in bytes, above which the thread ends with its text: while it idles, it would hold on to their memory. */
const largeText = 64 * 2 ** 20;

const cancelled = () => new LabError('cancelled', 'Reading the text was cancelled.');

/** The text thread as its host uses it. */
export class CorpusReader {
  readonly #thread: AskedThread<CorpusAnswers>;
  readonly #memoryLimit: number;
  readonly #progress = new Map<number, (share: number) => void>();
  #next = 1;

  /**
   * @param entry the built corpus-thread
   * @param memoryLimit bytes the indices of a text may take
   */
  constructor(entry: URL, memoryLimit: number) {
    this.#memoryLimit = memoryLimit;
    this.#thread = new AskedThread(
      () => new Worker(entry, { name: 'loss-lab texts' }),
      (why) =>
        new LabError(
          'text-unreadable',
          `The thread that reads texts ended: ${why}.`,
          'Try again, or with a smaller text.',
        ),
      cancelled,
      { progress: ({ id, share }: ReadingProgress) => this.#progress.get(id)?.(share) },
    );
  }

  /**
   * Reads or generates a text in the thread.
   * @param progress told the share that has been read, 0 … 1
   * @param signal gives the reading up: the caller goes on at once, the thread at its next piece
   * @throws LabError what reading a text throws; `cancelled`; `text-unreadable` when the thread dies
   */
  async read(
    request: CorpusRequest,
    progress: (share: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Corpus> {
    if (signal?.aborted) throw cancelled();
    const id = this.#next++;
    const over = new AbortController();
    const givenUp = new Promise<never>((_, reject) =>
      signal?.addEventListener(
        'abort',
        () => {
          this.#thread.tell('cancel', id);
          reject(cancelled());
        },
        { signal: over.signal },
      ),
    );
    this.#progress.set(id, progress);
    try {
      const job = { id, request, memoryLimit: this.#memoryLimit };
      const corpus = await Promise.race([this.#thread.ask('read', job), givenUp]);
      if (corpus.indices.byteLength > largeText && this.#thread.idle) void this.close();
      return corpus;
    } finally {
      over.abort();
      this.#progress.delete(id);
    }
  }

  /**
   * Counts in the thread what simple models reach on some characters of a text.
   * @throws LabError `text-unreadable` when the thread dies
   */
  baselines(question: BaselinesQuestion): Promise<EvaluatedBaselines> {
    return this.#thread.ask('baselines', question);
  }

  /** Splits a text in every way, in the thread. @throws LabError `text-unreadable` when the thread dies */
  splits(question: SplitQuestion): Promise<readonly SplitMeasure[]> {
    return this.#thread.ask('splits', question);
  }

  /** Reads the beginning of a text in every encoding, in the thread. @throws LabError what opening the file throws */
  encodings(question: EncodingsQuestion): Promise<readonly EncodingReading[]> {
    return this.#thread.ask('encodings', question);
  }

  /** Ends the thread; whatever it was reading is cancelled. A later `read` starts it anew. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
