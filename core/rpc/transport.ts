/** A two-way line between a screen and a lab. It carries plain data and knows nothing of what it means. */
export interface Transport {
  /** Sends one message; throws when it cannot be sent. A closed line drops it. */
  send(message: unknown): void;
  /** Takes the one receiver of messages; those that came before it are not lost. */
  receive(listener: (message: unknown) => void): void;
  /** Calls back once when either side has closed; at once if that has happened already. */
  onClose(listener: () => void): void;
  close(): void;
}

/** What the transports share: messages wait for their receiver, and closing is told once. */
export class Line {
  #receiver: ((message: unknown) => void) | null = null;
  #waiting: unknown[] = [];
  #closeListeners: (() => void)[] = [];
  closed = false;

  arrived(message: unknown): void {
    if (this.closed) return;
    if (this.#receiver) this.#receiver(message);
    else this.#waiting.push(message);
  }

  receive(listener: (message: unknown) => void): void {
    this.#receiver = listener;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) listener(message);
  }

  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.#closeListeners.push(listener);
  }

  /**
   * The line as its user holds it.
   * @param send sends a message of an open line
   * @param close ends what carries the line, once
   */
  transport(send: (message: unknown) => void, close: () => void): Transport {
    return {
      send: (message) => {
        if (!this.closed) send(message);
      },
      receive: (listener) => this.receive(listener),
      onClose: (listener) => this.onClose(listener),
      close: () => {
        if (this.close()) close();
      },
    };
  }

  /** Answers whether this call was the one that closed the line. */
  close(): boolean {
    if (this.closed) return false;
    this.closed = true;
    this.#waiting = [];
    for (const listener of this.#closeListeners.splice(0)) listener();
    return true;
  }
}
