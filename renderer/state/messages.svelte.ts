import { toErrorData } from '../../core/errors.ts';

export interface Message {
  readonly id: number;
  readonly kind: 'problem' | 'note';
  readonly text: string;
  /** What can be done about it; may be empty. */
  readonly next: string;
}

/** Messages shown one above the other until the user closes them; a note goes by itself. */
export class Messages {
  list = $state.raw<readonly Message[]>([]);
  #next = 1;

  problem(error: unknown): void {
    const { message, next } = toErrorData(error);
    this.#add({ kind: 'problem', text: message, next });
  }

  note(text: string): void {
    const id = this.#add({ kind: 'note', text, next: '' });
    setTimeout(() => this.close(id), 6000);
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
