import { allParameters, type ParameterName } from '../weights.ts';

/** What the threads of a run are told to do next. */
export type Task = 'gradient' | 'reduce' | 'update' | 'turn';
const tasks: readonly Task[] = ['gradient', 'reduce', 'update', 'turn'];

/**
 * Turns of a waiting thread before it goes to sleep: about 200 µs, more than two threads are usually apart. Who sleeps is
 * woken late on a busy machine; that would cost a step of 2 ms more than the wait does.
 */
const spins = 40_000;

const places = { turn: 0, task: 1, done: 2, joined: 3, called: 4, step: 5, touched: 6 };
/** Doubles of one part: E, its success, and squares of the gradient of each parameter. */
const perPart = 2 + allParameters.length;
/** Doubles before the parts: scale and limit of the update. */
const common = 2;
/** Doubles begin this many bytes after the integers. */
const doublesAt = 64;

/**
 * Where the threads of one run meet: a barrier on shared memory, and the numbers they leave for each other. One thread
 * leads; the others follow its turns. In JavaScript, because a wait inside WebAssembly can hang on Node 20.
 */
export class Board {
  readonly #integers: Int32Array;
  readonly #doubles: Float64Array;

  /** @param at address, a multiple of 8 */
  constructor(buffer: SharedArrayBuffer, at: number) {
    this.#integers = new Int32Array(buffer, at, 16);
    this.#doubles = new Float64Array(buffer, at + doublesAt, (4096 - doublesAt) / 8);
  }

  /** Most parts whose numbers fit. */
  static readonly mostParts = Math.min(30, Math.floor(((4096 - doublesAt) / 8 - common) / perPart));

  get step(): number {
    return this.#integers[places.step];
  }
  set step(value: number) {
    this.#integers[places.step] = value;
  }
  get touched(): number {
    return this.#integers[places.touched];
  }
  set touched(value: number) {
    this.#integers[places.touched] = value;
  }
  get scale(): number {
    return this.#doubles[0];
  }
  get limit(): number {
    return this.#doubles[1];
  }
  setUpdate(scale: number, limit: number): void {
    this.#doubles[0] = scale;
    this.#doubles[1] = limit;
  }

  /** E of a part; null: it gave up. */
  loss(part: number): number | null {
    return this.#doubles[common + part * perPart + 1] ? this.#doubles[common + part * perPart] : null;
  }
  setLoss(part: number, loss: number | null): void {
    this.#doubles[common + part * perPart] = loss ?? 0;
    this.#doubles[common + part * perPart + 1] = loss === null ? 0 : 1;
  }

  /** A number of a part for a parameter: the sum of squares of its gradient, then whether its update went well. */
  figure(part: number, name: ParameterName): number {
    return this.#doubles[common + part * perPart + 2 + allParameters.indexOf(name)];
  }
  setFigure(part: number, name: ParameterName, value: number): void {
    this.#doubles[common + part * perPart + 2 + allParameters.indexOf(name)] = value;
  }

  /** Parts whose followers have come, as bits. */
  get joined(): number {
    return Atomics.load(this.#integers, places.joined);
  }

  /** The follower of a part comes in. */
  join(part: number): void {
    Atomics.or(this.#integers, places.joined, 1 << part);
  }

  /** The leader gives a task to the parts that `called` has bits for. */
  call(task: Task, called: number): void {
    this.#integers[places.task] = tasks.indexOf(task);
    Atomics.store(this.#integers, places.called, called);
    Atomics.store(this.#integers, places.done, 0);
    Atomics.add(this.#integers, places.turn, 1);
    Atomics.notify(this.#integers, places.turn);
  }

  /** The leader waits until this many followers are done. */
  waitForDone(count: number): void {
    for (;;) {
      const done = Atomics.load(this.#integers, places.done);
      if (done >= count) return;
      this.#wait(places.done, done);
    }
  }

  /** A follower waits for a turn after `turn` that its part is called to. */
  follow(turn: number, part: number): { readonly turn: number; readonly task: Task } {
    for (;;) {
      const now = Atomics.load(this.#integers, places.turn);
      if (now === turn) {
        this.#wait(places.turn, turn);
        continue;
      }
      const called = Atomics.load(this.#integers, places.called);
      const task = tasks[this.#integers[places.task]];
      // The leader does not wait for parts that it has not called: it may be one turn further by now.
      if (Atomics.load(this.#integers, places.turn) !== now) continue;
      turn = now;
      if (called & (1 << part)) return { turn, task };
    }
  }

  /** A follower has done its part. */
  done(): void {
    Atomics.add(this.#integers, places.done, 1);
    Atomics.notify(this.#integers, places.done);
  }

  #wait(place: number, value: number): void {
    for (let i = 0; i < spins; i++) if (Atomics.load(this.#integers, place) !== value) return;
    Atomics.wait(this.#integers, place, value);
  }
}
