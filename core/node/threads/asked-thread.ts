import { Worker, type MessagePort } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';
import { fromErrorData, toErrorData, type LabError, type LabErrorData } from '../../errors.ts';

/** What a question came to. Errors travel as plain data: a copy of an Error has none of our fields. */
type Outcome = { readonly value: unknown } | { readonly error: LabErrorData };

/** What a thread can be asked, by name; each with one argument. */
export type Answers = Readonly<Record<string, (question: never) => unknown>>;
type Question<Asked extends Answers, Name extends keyof Asked> = Parameters<Asked[Name]>[0];

type Remote = Record<string, (question: unknown) => Outcome>;

interface Line {
  readonly worker: Worker;
  readonly rpc: BirpcReturn<Remote, Answers, false>;
}

/** Questions wait as long as they take. */
const common = { proxify: false, timeout: -1 } as const;

/**
 * A thread that answers questions. It starts at the first one, and anew should it ever die; while it idles it keeps no
 * command from ending.
 */
export class AskedThread<Asked extends Answers> {
  readonly #start: () => Worker;
  readonly #lost: (why: string) => LabError;
  readonly #cancelled: () => LabError;
  readonly #told: Answers;
  #line: Line | null = null;
  #open = 0;

  /**
   * @param start makes the worker
   * @param lost why questions are refused whose thread has died
   * @param cancelled why they are when it is ended
   * @param told what the thread may tell meanwhile
   */
  constructor(
    start: () => Worker,
    lost: (why: string) => LabError,
    cancelled: () => LabError,
    told: Answers = {},
  ) {
    this.#start = start;
    this.#lost = lost;
    this.#cancelled = cancelled;
    this.#told = told;
  }

  /** Whether no question is open. */
  get idle(): boolean {
    return this.#open === 0;
  }

  /** @throws LabError what the thread throws; `lost` or `cancelled` when it ends */
  async ask<Name extends keyof Asked & string>(
    name: Name,
    question: Question<Asked, Name>,
  ): Promise<Awaited<ReturnType<Asked[Name]>>> {
    const { rpc, worker } = (this.#line ??= this.#begin());
    worker.ref();
    this.#open++;
    try {
      const outcome = await rpc.$call(name, question);
      if ('value' in outcome) return outcome.value as Awaited<ReturnType<Asked[Name]>>;
      throw fromErrorData(outcome.error);
    } finally {
      this.#open--;
      // One that is being ended is waited for.
      if (this.idle && this.#line?.worker === worker) worker.unref();
    }
  }

  /** Tells the thread something that has no answer; nothing where there is no thread. */
  tell<Name extends keyof Asked & string>(name: Name, said: Question<Asked, Name>): void {
    void this.#line?.rpc.$callEvent(name, said);
  }

  #begin(): Line {
    const worker = this.#start();
    const rpc = createBirpc<Remote, Answers, false>(this.#told, {
      ...common,
      post: (message) => worker.postMessage(message),
      on: (listener) => void worker.on('message', listener),
    });
    const died = (why: string) => {
      const closed = this.#line?.worker !== worker;
      if (!closed) this.#line = null;
      void rpc.$rejectPendingCalls(({ reject }) => reject(closed ? this.#cancelled() : this.#lost(why)));
    };
    worker.on('error', (error) => died(error.message));
    worker.on('exit', (code) => died(`status ${code}`));
    return { worker, rpc };
  }

  /** Ends the thread; questions that are open are cancelled once it has ended. A later one starts it anew. */
  async close(): Promise<void> {
    const worker = this.#line?.worker;
    this.#line = null;
    await worker?.terminate();
  }
}

/** The memory behind all arrays of a message. */
export function buffersOf(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(message);
  return [...found];
}

/**
 * The other end: what a thread answers.
 * @param transferred what of an answer is handed over, not copied
 * @returns tells the host something by name
 */
export function answerHost(
  port: MessagePort,
  answers: Answers,
  transferred: (message: unknown) => ArrayBuffer[] = () => [],
): (name: string, said: unknown) => void {
  const outcome = async (name: string, question: unknown): Promise<Outcome> => {
    try {
      return { value: await answers[name](question as never) };
    } catch (error) {
      return { error: toErrorData(error) };
    }
  };
  // Taken now: what a plug-in hangs onto the port later does not come between.
  const send = port.postMessage.bind(port);
  const rpc = createBirpc<Answers, object, false>(
    {},
    {
      ...common,
      post: (message) => send(message, transferred(message)),
      on: (listener) => void port.on('message', listener),
      resolver: (name) => (question: unknown) => outcome(name, question),
    },
  );
  return (name, said) => void rpc.$callEvent(name, said as never);
}
