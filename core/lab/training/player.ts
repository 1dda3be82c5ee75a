import { LabError, type LabErrorData } from '../../errors.ts';
import type { Arm } from '../../experiments/experiment.ts';
import type { Crew } from '../../network/engine.ts';
import type { LayerDefinition, PluginDefinition } from '../../outputs/layer-definition.ts';
import { isAmong, type RunKey } from '../../contract/run-book.ts';
import type { TrainingThread } from '../ports.ts';
import { FlaggedThread } from './flagged-thread.ts';
import type { FromThread, RunAnswer, RunQuestion } from './thread-messages.ts';

type Answered = Extract<FromThread, { readonly kind: 'answer' | 'refusal' }>;

/** A training thread with the runs that it holds, the threads that help it, and what it was asked. */
export class Player extends FlaggedThread {
  /** The plug-in that has the thread to itself; null for all others. */
  readonly plugin: PluginDefinition | null;
  keys: readonly RunKey[];
  /** Answers `held` still to come. */
  owed = 0;
  alive = true;
  /** Threads that help with the run of this one. */
  #followers: TrainingThread[] = [];
  /**
   * Not a protocol of its own, as birpc would be: an answer keeps its place among the progress and checkpoints that the
   * thread tells on the same line.
   */
  readonly #questions = new Map<
    number,
    { resolve: (answer: RunAnswer) => void; reject: (error: LabErrorData) => void }
  >();
  #nextQuestion = 1;

  constructor(thread: TrainingThread, plugin: PluginDefinition | null, keys: readonly RunKey[]) {
    super(thread);
    this.plugin = plugin;
    this.keys = keys;
  }

  has(run: RunKey): boolean {
    return isAmong(this.keys)(run);
  }

  /** Its thread forgets runs. */
  drop(runs: readonly RunKey[]): void {
    this.thread.post({ kind: 'drop', runs });
    const dropped = isAmong(runs);
    this.keys = this.keys.filter((key) => !dropped(key));
  }

  override hold(): void {
    this.owed++;
    super.hold();
  }

  /** Training goes on between the slices of an answer. */
  ask(run: RunKey, question: RunQuestion): Promise<RunAnswer> {
    const id = this.#nextQuestion++;
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { resolve, reject });
      this.thread.post({ kind: 'ask', id, run, question });
    });
  }

  answered(message: Answered): void {
    const question = this.#questions.get(message.id);
    this.#questions.delete(message.id);
    if (message.kind === 'answer') question?.resolve(message.answer);
    else question?.reject(new LabError(message.error.code, message.error.message, message.error.next));
  }

  /** Starts a thread that helps with a large run, for each part of its crew but the first. */
  reinforce(
    {
      crew,
      arm,
      layers,
    }: { readonly crew: Crew; readonly arm: Arm; readonly layers: readonly LayerDefinition[] },
    start: () => TrainingThread,
  ): void {
    for (let part = 1; part < crew.spec.parts; part++) {
      const thread = start();
      thread.post({ kind: 'follow', control: this.control, crew, part, arm, layers });
      this.#followers.push(thread);
    }
  }

  /** Ends those that helped. */
  dismiss(): void {
    for (const thread of this.#followers.splice(0)) thread.terminate();
  }

  /** Ends it; what it was asked is refused with a sentence. */
  end(sentence: string): void {
    this.alive = false;
    this.terminate();
    this.dismiss();
    for (const { reject } of this.#questions.values()) reject(new LabError('cancelled', sentence));
    this.#questions.clear();
  }
}
