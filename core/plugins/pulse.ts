/** Where a plug-in has a thread in hand. */
const pluginPlaces = [
  'its loading',
  'forward',
  'lossAndDelta',
  'probabilities',
  'uniformBias',
  'a timer or promise of its own',
] as const;
export type PluginPlace = (typeof pluginPlaces)[number];

/** Memory of a pulse: two Int32. */
export const pulseBytes = 8;

// A plug-in that gets hold of `Atomics` must not stop the clock that watches it.
const store = Atomics.store;

/**
 * Who has a thread in hand, on shared memory: an even number while the lab's own code runs, an odd one while a plug-in
 * may run (in a call of it, or in the event loop, where its timers are). Every change of hands makes the number larger,
 * so that one that stays odd means a plug-in that does not give the thread back. A second number says in what place.
 */
export class Pulse {
  readonly #cells: Int32Array;
  #number = 0;

  /** @param cells two Int32; on shared memory where another thread watches them */
  constructor(cells: Int32Array) {
    this.#cells = cells;
  }

  /** From here on a plug-in may run. */
  toPlugin(place: PluginPlace): void {
    store(this.#cells, 1, pluginPlaces.indexOf(place));
    this.#next(1);
  }

  /** From here on the lab's own code runs. */
  toLab(): void {
    this.#next(0);
  }

  #next(parity: 0 | 1): void {
    const step = (this.#number & 1) === parity ? 2 : 1;
    this.#number = (this.#number + step) | 0;
    store(this.#cells, 0, this.#number);
  }
}

/** Watches a pulse from another thread. */
export class PulseWatch {
  readonly #cells: Int32Array;
  readonly #longest: number;
  #seen = 0;
  #held = 0;
  #asked = 0;

  /**
   * @param longest milliseconds that one look may add: a machine that slept, or a watcher that was held up itself,
   *   must not be taken for a plug-in that did not return
   */
  constructor(cells: Int32Array, longest: number) {
    this.#cells = cells;
    this.#longest = longest;
  }

  /** From `now` on, milliseconds, something is expected of the thread. */
  expect(now: number): void {
    this.#seen = Atomics.load(this.#cells, 0);
    this.#held = 0;
    this.#asked = now;
  }

  /** Milliseconds for which a plug-in has had the thread without a break; 0 while the lab's own code runs. */
  held(now: number): number {
    const number = Atomics.load(this.#cells, 0);
    if (number !== this.#seen || (number & 1) === 0) {
      this.expect(now);
      return 0;
    }
    this.#held += Math.min(now - this.#asked, this.#longest);
    this.#asked = now;
    return this.#held;
  }

  /** Where the plug-in has the thread. */
  get place(): PluginPlace {
    return pluginPlaces[Atomics.load(this.#cells, 1)] ?? 'its loading';
  }
}
