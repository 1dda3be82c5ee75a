import { basename } from 'node:path';
import { nameOf, type RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import { fromErrorData, LabError, type LabErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type {
  BegunRun,
  EndedRun,
  ExperimentKeeper,
  KeptFacts,
  KeptRun,
} from '../../lab/training/run-keeper.ts';
import type { About } from '../../store/about.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import { checkpointBuffers } from '../../store/checkpoint-buffers.ts';
import type { StoreChannel } from './store-channel.ts';
import type { FromStore, ToStore } from './store-messages.ts';

/** Keeps runs in a folder by a thread of its own, which alone waits for the disk. */
export class FolderKeeper implements ExperimentKeeper {
  /** Of its folder. */
  readonly id: string;
  /** What was known of text and layers; null where others keep that. */
  readonly #about: About | null;
  readonly #thread: StoreChannel;
  readonly #kept = new Map<string, KeptRun>();
  /** What a person should know of what was found. */
  readonly notes: readonly string[];
  advice = '';
  #listener: (trouble: LabErrorData | null) => void = () => undefined;
  #lost: Parameters<ExperimentKeeper['onLost']>[0] = () => undefined;
  /** Who waits for an answer, in the order of the questions. */
  readonly #asked: ((error: LabErrorData | null) => void)[] = [];
  #dead: string | null = null;

  private constructor(
    thread: StoreChannel,
    { kept, notes }: Extract<FromStore, { kind: 'opened' }>,
    id: string,
    about: About | null,
  ) {
    this.id = id;
    this.#about = about;
    this.#thread = thread;
    this.notes = notes;
    for (const { run, ...key } of kept) this.#kept.set(nameOf(key), run);
    thread.listen((message) => this.#receive(message));
    thread.onDeath((why) => this.#died(why));
  }

  /**
   * Opens the folder of an experiment, which is there already with its `experiment.json`.
   * @param question which runs are written here; others are only read
   * @param about what is known of text and layers, where `finish` tells it anew
   * @throws LabError `wrong-state` where another program writes one of them, `file-not-written`, `file-not-read`
   */
  static open(
    thread: StoreChannel,
    question: Omit<Extract<ToStore, { kind: 'open' }>, 'kind'>,
    about: About | null = null,
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
          return resolve(new FolderKeeper(thread, message, basename(question.folder), about));
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

  onLost(listener: Parameters<ExperimentKeeper['onLost']>[0]): void {
    this.#lost = listener;
  }

  /** The experiment has got more seeds or steps. */
  plan(experiment: Experiment): void {
    this.#post({ kind: 'plan', experiment });
  }

  /**
   * Writes everything there is.
   * @param runs how they stand, where training has ended
   * @param facts replace what was known of text and layers
   * @returns what could not be written
   */
  finish(runs: readonly EndedRun[] | null, facts: KeptFacts | null): Promise<LabErrorData | null> {
    return this.#ask({
      kind: 'finish',
      runs,
      ...(facts && this.#about && { about: { ...this.#about, ...facts } }),
    });
  }

  /** Goes on in another folder, into which all that is there is copied. @throws LabError `file-not-written` */
  async move(folder: string): Promise<void> {
    const error = await this.#ask({ kind: 'move', folder });
    if (error) throw fromErrorData(error);
  }

  /** Gives the runs free for other programs. */
  async close(): Promise<void> {
    await this.#ask({ kind: 'close' });
    this.#dead ??= 'it was closed';
    await this.#thread.end();
  }

  /** Whether something can still be written. */
  get isOpen(): boolean {
    return this.#dead === null;
  }

  #ask(question: ToStore): Promise<LabErrorData | null> {
    if (this.#dead !== null) return Promise.resolve(this.#death());
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      this.#post(question);
    });
  }

  #post(message: ToStore, transfer: ArrayBuffer[] = []): void {
    if (this.#dead === null) this.#thread.post(message, transfer);
  }

  #receive(message: FromStore): void {
    if (message.kind === 'trouble') this.#listener(message.error);
    else if (message.kind === 'lost') this.#lost(message.run, message.error);
    else if (message.kind === 'done') this.#asked.shift()?.(message.error);
  }

  #died(why: string): void {
    if (this.#dead !== null) return;
    this.#dead = why;
    for (const resolve of this.#asked.splice(0)) resolve(this.#death());
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
