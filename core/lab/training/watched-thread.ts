import { significant } from '../../words/number-format.ts';
import { foreignText } from '../../plugins/plugin-error.ts';
import { PulseWatch } from '../../plugins/pulse.ts';
import type { LabPorts, TrainingThread } from '../ports.ts';
import { honestMessage } from './plugin-messages.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

type WatchPorts = Pick<LabPorts, 'now' | 'after' | 'memoryLimit' | 'memoryInUse'>;

/** Looks at the pulse of a thread in the time a plug-in may take. */
const looks = 20;

/**
 * A training thread that a plug-in shares, seen by the host: it is ended when a plug-in does not give it back in time,
 * when it does not let itself be held, or when it says what the lab's own code does not say. Whoever uses it hears of
 * that as of any thread that died.
 */
export class WatchedThread implements TrainingThread {
  readonly #thread: TrainingThread;
  readonly #file: string;
  readonly #ports: WatchPorts;
  readonly #limit: number;
  readonly #watch: PulseWatch;
  readonly #messages: ((message: FromThread) => void)[] = [];
  readonly #failures: ((sentence: string) => void)[] = [];
  #assigned: Extract<ToThread, { kind: 'assign' }> | null = null;
  #going = false;
  /** Answers `held` still to come. */
  #owed = 0;
  /** When the thread was last asked to hold and has not yet; null when it has. */
  #holding: number | null = null;
  readonly #asked = new Set<number>();
  #cancelLook: (() => void) | null = null;
  #ended = false;

  /**
   * @param pulse of the thread, as it is posted with its assignment
   * @param limit milliseconds that a plug-in may have the thread without a break
   */
  constructor(thread: TrainingThread, file: string, pulse: Int32Array, limit: number, ports: WatchPorts) {
    this.#thread = thread;
    this.#file = foreignText(file, 120);
    this.#limit = limit;
    this.#ports = ports;
    this.#watch = new PulseWatch(pulse, (2 * limit) / looks);
    thread.onMessage((message) => this.#receive(message));
    thread.onFailure((sentence) => this.#fail(sentence));
  }

  post(message: ToThread): void {
    const idle = !this.#busy;
    if (message.kind === 'assign') this.#assigned = message;
    else if (message.kind === 'more' && this.#assigned)
      this.#assigned = { ...this.#assigned, runs: [...this.#assigned.runs, ...message.runs] };
    else if (message.kind === 'go') this.#going = true;
    else if (message.kind === 'step') this.#owed++;
    else if (message.kind === 'ask') this.#asked.add(message.id);
    else if (message.kind === 'hold') {
      this.#going = false;
      this.#owed++;
      this.#holding ??= this.#ports.now();
    }
    if (idle && this.#busy) this.#watch.expect(this.#ports.now());
    this.#thread.post(message);
    this.#lookLater();
  }

  onMessage(listener: (message: FromThread) => void): void {
    this.#messages.push(listener);
  }

  onFailure(listener: (sentence: string) => void): void {
    this.#failures.push(listener);
  }

  terminate(): void {
    this.#ended = true;
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#thread.terminate();
  }

  /** Whether something is expected of the thread: an idle one may be as quiet as it likes. */
  get #busy(): boolean {
    return this.#going || this.#owed > 0 || this.#asked.size > 0;
  }

  #receive(message: FromThread): void {
    if (this.#ended || !this.#assigned) return;
    const { runs, experiment } = this.#assigned;
    const honest = honestMessage(message, { runs, steps: experiment.steps, asked: this.#asked });
    if (!honest) return this.#fail(`${this.#file} sent the lab a message of its own.`);
    if (honest.kind === 'held') {
      this.#owed--;
      this.#holding = null;
    } else if (honest.kind === 'done') this.#going = false;
    else if (honest.kind === 'answer' || honest.kind === 'refusal') this.#asked.delete(honest.id);
    for (const listener of this.#messages) listener(honest);
  }

  #lookLater(): void {
    if (this.#ended || this.#cancelLook || !this.#busy) return;
    this.#cancelLook = this.#ports.after(this.#limit / looks, () => {
      this.#cancelLook = null;
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    if (!this.#busy) return;
    const now = this.#ports.now();
    const seconds = `${significant(this.#limit / 1000, 2)} s`;
    const held = this.#watch.held(now);
    // Typed arrays are bounded by nothing: a call that goes on while memory runs out is ended before the program is.
    if (held > 0 && this.#ports.memoryInUse() > this.#ports.memoryLimit)
      return this.#fail(
        `${this.#file}: ${this.#watch.place} took more memory than there is; its thread was ended.`,
      );
    if (held >= this.#limit)
      return this.#fail(
        `${this.#file}: ${this.#watch.place} did not return within ${seconds}; its thread was ended.`,
      );
    // Twice the time: the thread may be in a call that began before.
    if (this.#holding !== null && now - this.#holding >= 2 * this.#limit)
      this.#fail(`${this.#file}: its thread did not answer within ${seconds} and was ended.`);
  }

  #fail(sentence: string): void {
    if (this.#ended) return;
    this.terminate();
    for (const listener of this.#failures) listener(sentence);
  }
}
