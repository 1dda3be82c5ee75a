import { Worker } from 'node:worker_threads';
import type { RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import { LabError, type LabErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { KeptRun, RunKeeper } from '../../lab/training/run-keeper.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import { checkpointBuffers } from '../../store/checkpoint-buffers.ts';
import type { EndedRun, FromStore, StoreFacts, ToStore } from './store-messages.ts';

const nameOf = ({ armId, seed }: RunKey): string => `${armId}/${seed}`;

/** Keeps runs in a folder by a thread of its own, which alone waits for the disk. */
export class FolderKeeper implements RunKeeper {
  readonly #worker: Worker;
  readonly #kept = new Map<string, KeptRun>();
  /** What a person should know of what was found. */
  readonly notes: readonly string[];
  #listener: (trouble: LabErrorData | null) => void = () => undefined;
  #finished: ((error: LabErrorData | null) => void) | null = null;
  #closed: (() => void) | null = null;
  #dead: string | null = null;

  private constructor(worker: Worker, { kept, notes }: Extract<FromStore, { kind: 'opened' }>) {
    this.#worker = worker;
    this.notes = notes;
    for (const { run, ...key } of kept) this.#kept.set(nameOf(key), run);
    worker.on('message', (message: FromStore) => this.#receive(message));
    worker.on('error', (error) => this.#died(error.message));
    worker.on('exit', (code) => this.#died(`status ${code}`));
  }

  /**
   * Opens the folder of an experiment, which is there already with its `experiment.json`.
   * @param entry the built store-thread
   * @param mine runs that are written here; others are only read
   * @throws LabError `wrong-state` where another program writes one of them, `file-not-written`, `file-not-read`
   */
  static open(
    entry: URL,
    folder: string,
    experiment: Experiment,
    mine: readonly RunKey[],
    facts: StoreFacts,
  ): Promise<FolderKeeper> {
    const worker = new Worker(entry, { name: 'loss-lab store' });
    return new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (message: FromStore) => {
        worker.off('error', reject);
        if (message.kind === 'opened') return resolve(new FolderKeeper(worker, message));
        void worker.terminate();
        if (message.kind === 'refused' || (message.kind === 'trouble' && message.error)) {
          const { code, message: sentence, next } = message.error!;
          return reject(new LabError(code, sentence, next));
        }
        reject(new LabError('internal', 'The thread that writes answered another question.'));
      });
      const open: ToStore = { kind: 'open', folder, experiment, mine, facts };
      worker.postMessage(open);
    });
  }

  before(run: RunKey): KeptRun | null {
    return this.#kept.get(nameOf(run)) ?? null;
  }

  begin(experiment: Experiment, runs: readonly RunKey[]): void {
    // What was found has been taken up; it may be large.
    for (const run of runs) this.#kept.delete(nameOf(run));
    this.#post({ kind: 'begin', experiment, runs });
  }

  progress(runs: readonly RunProgress[]): void {
    this.#post({ kind: 'progress', runs });
  }

  checkpoint(run: RunKey, checkpoint: Checkpoint): void {
    this.#post({ kind: 'checkpoint', run, checkpoint }, checkpointBuffers(checkpoint));
  }

  onTrouble(listener: (trouble: LabErrorData | null) => void): void {
    this.#listener = listener;
  }

  /** Writes everything there is. @returns what could not be written */
  finish(runs: readonly EndedRun[]): Promise<LabErrorData | null> {
    if (this.#dead !== null) return Promise.resolve(this.#death());
    const { promise, resolve } = deferred<LabErrorData | null>();
    this.#finished = resolve;
    this.#post({ kind: 'finish', runs });
    return promise;
  }

  /** Gives the runs free for other programs. */
  async close(): Promise<void> {
    if (this.#dead === null) {
      const { promise, resolve } = deferred<void>();
      this.#closed = resolve;
      this.#post({ kind: 'close' });
      await promise;
    }
    this.#dead ??= 'it was closed';
    await this.#worker.terminate();
  }

  #post(message: ToStore, transfer: ArrayBuffer[] = []): void {
    if (this.#dead === null) this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromStore): void {
    if (message.kind === 'trouble') this.#listener(message.error);
    else if (message.kind === 'finished') this.#finished?.(message.error);
    else if (message.kind === 'closed') this.#closed?.();
  }

  #died(why: string): void {
    if (this.#dead !== null) return;
    this.#dead = why;
    this.#finished?.(this.#death());
    this.#closed?.();
    this.#listener(this.#death());
    this.#listener(null);
  }

  #death(): LabErrorData {
    return {
      code: 'internal',
      message: `The thread that keeps the runs ended: ${this.#dead}.`,
      next: 'What was kept before stays; run the same command again to go on from there.',
    };
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
