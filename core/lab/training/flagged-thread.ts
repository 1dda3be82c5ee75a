import type { TrainingThread } from '../ports.ts';
import type { ToThread } from './thread-messages.ts';

/** A training thread with a flag that reaches it in the middle of a step. */
export class FlaggedThread {
  /** One Int32 on shared memory; 1 asks for attention. */
  readonly control = new Int32Array(new SharedArrayBuffer(4));
  readonly thread: TrainingThread;

  constructor(thread: TrainingThread) {
    this.thread = thread;
  }

  /** Lets it train, as the message says. */
  release(message: ToThread): void {
    Atomics.store(this.control, 0, 0);
    this.thread.post(message);
  }

  /** The flag reaches it in the middle of a step; the message makes it answer. */
  hold(): void {
    Atomics.store(this.control, 0, 1);
    this.thread.post({ kind: 'hold' });
  }

  terminate(): void {
    Atomics.store(this.control, 0, 1);
    this.thread.terminate();
  }
}
