import { toErrorData } from '../../../core/errors.ts';

/** What an action is about: its problems go when a later action about the same succeeds. */
export type Subject = 'text' | 'setting' | 'training' | 'export';

interface Message {
  readonly id: number;
  readonly kind: 'problem' | 'note';
  readonly text: string;
  /** What can be done about it; may be empty. */
  readonly next: string;
  /** Null for what no action of the user can settle. */
  readonly subject: Subject | null;
}

/** Long work under way. */
interface Work {
  /** What it does now. */
  readonly text: string;
  /** How far that is, 0 … 1. */
  readonly share: number;
  cancel(): void;
}

/** Messages shown one above the other until the user closes them or they are settled; a note goes by itself. */
export class Messages {
  list = $state.raw<readonly Message[]>([]);
  /** What stands below them as long as it goes on. */
  work = $state.raw<Work | null>(null);
  #next = 1;

  problem(error: unknown, subject: Subject | null = null): void {
    const { message, next } = toErrorData(error);
    this.#add({ kind: 'problem', text: message, next, subject });
  }

  note(text: string): void {
    const id = this.#add({ kind: 'note', text, next: '', subject: null });
    setTimeout(() => this.close(id), 6000);
  }

  /**
   * An action has succeeded: what went wrong with others about the same is over, and with another text or setting what
   * training said of the one before.
   */
  settled(subject: Subject): void {
    const over: readonly (Subject | null)[] =
      subject === 'text' || subject === 'setting' ? [subject, 'training'] : [subject];
    this.list = this.list.filter((message) => !over.includes(message.subject));
  }

  close(id: number): void {
    this.list = this.list.filter((message) => message.id !== id);
  }

  #add(message: Omit<Message, 'id'>): number {
    const id = this.#next++;
    // The same sentence twice is one message; the oldest go when there are many.
    const others = this.list.filter((each) => each.text !== message.text);
    this.list = [...others, { ...message, id }].slice(-4);
    return id;
  }
}
