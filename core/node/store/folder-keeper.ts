import { nameOf, type RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import { fromErrorData, LabError, type LabErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { BegunRun, EndedRun, KeptRun, RunKeeper } from '../../lab/training/run-keeper.ts';
import type { About } from '../../store/about.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import { checkpointBuffers } from '../../store/checkpoint-buffers.ts';
import type { StoreChannel } from './store-channel.ts';
import type { FromStore, ToStore } from './store-messages.ts';

/** Keeps runs in a folder by a thread of its own, which alone waits for the disk. */
export class FolderKeeper implements RunKeeper {
  readonly #thread: StoreChannel;
  readonly #kept = new Map<string, KeptRun>();
  /** What a person should know of what was found. */
  readonly notes: readonly string[];
  #listener: (trouble: LabErrorData | null) => void = () => undefined;
  #lost: Parameters<RunKeeper['onLost']>[0] = () => undefined;
  #finished: ((error: LabErrorData | null) => void)[] = [];
  #moved: ((error: LabErrorData | null) => void) | null = null;
  #closed: (() => void) | null = null;
  #dead: string | null = null;

  private constructor(thread: StoreChannel, { kept, notes }: Extract<FromStore, { kind: 'opened' }>) {
    this.#thread = thread;
    this.notes = notes;
    for (const { run, ...key } of kept) this.#kept.set(nameOf(key), run);
    thread.listen((message) => this.#receive(message));
    thread.onDeath((why) => this.#died(why));
  }

  /**
   * Opens the folder of an experiment, which is there already with its `experiment.json`.
   * @param question which runs are written here; others are only read
   * @throws LabError `wrong-state` where another program writes one of them, `file-not-written`, `file-not-read`
   */
  static open(
    thread: StoreChannel,
    question: Omit<Extract<ToStore, { kind: 'open' }>, 'kind'>,
  ): Promise<FolderKeeper> {
    return new Promise((resolve, reject) => {
      let opened = false;
      const refuse = (error: LabError) => {
        void thread.end();
        reject(error);
      };
      thread.onDeath((why) => {
        if (!opened) refuse(new LabError('internal', `The thread that keeps the runs ended: ${why}.`));
      });
      thread.listen((message) => {
        if (message.kind === 'opened') {
          opened = true;
          return resolve(new FolderKeeper(thread, message));
        }
        if (message.kind === 'refused' || (message.kind === 'trouble' && message.error)) {
          return refuse(fromErrorData(message.error!));
        }
        refuse(new LabError('internal', 'The thread that writes answered another question.'));
      });
      thread.post({ kind: 'open', ...question });
    });
  }

  before(run: RunKey): KeptRun | null {
    const found = this.#kept.get(nameOf(run)) ?? null;
    this.#kept.delete(nameOf(run));
    return found;
  }

  begin(experiment: Experiment, runs: readonly BegunRun[]): void {
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

  onLost(listener: Parameters<RunKeeper['onLost']>[0]): void {
    this.#lost = listener;
  }

  /** The experiment has got more seeds or steps. */
  plan(experiment: Experiment): void {
    this.#post({ kind: 'plan', experiment });
  }

  /**
   * Writes everything there is.
   * @param runs how they stand, where training has ended
   * @param about replaces what was known of text and layers
   * @returns what could not be written
   */
  finish(runs: readonly EndedRun[] | null, about?: About): Promise<LabErrorData | null> {
    if (this.#dead !== null) return Promise.resolve(this.#death());
    const { promise, resolve } = deferred<LabErrorData | null>();
    this.#finished.push(resolve);
    this.#post({ kind: 'finish', runs, ...(about && { about }) });
    return promise;
  }

  /** Goes on in another folder, into which all that is there is copied. @throws LabError `file-not-written` */
  async move(folder: string): Promise<void> {
    if (this.#dead !== null) throw fromErrorData(this.#death());
    const { promise, resolve } = deferred<LabErrorData | null>();
    this.#moved = resolve;
    this.#post({ kind: 'move', folder });
    const error = await promise;
    if (error) throw fromErrorData(error);
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
    await this.#thread.end();
  }

  #post(message: ToStore, transfer: ArrayBuffer[] = []): void {
    if (this.#dead === null) this.#thread.post(message, transfer);
  }

  #receive(message: FromStore): void {
    if (message.kind === 'trouble') this.#listener(message.error);
    else if (message.kind === 'lost') this.#lost(message.run, message.error);
    else if (message.kind === 'finished') this.#finished.shift()?.(message.error);
    else if (message.kind === 'moved') this.#moved?.(message.error);
    else if (message.kind === 'closed') this.#closed?.();
  }

  #died(why: string): void {
    if (this.#dead !== null) return;
    this.#dead = why;
    for (const resolve of this.#finished.splice(0)) resolve(this.#death());
    this.#moved?.(this.#death());
    this.#closed?.();
    this.#listener(this.#death());
    this.#listener(null);
  }

  #death(): LabErrorData {
    return {
      code: 'internal',
      message: `The thread that keeps the runs ended: ${this.#dead}.`,
      next: 'What was kept before stays; start again to go on from there.',
    };
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
