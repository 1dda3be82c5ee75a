import type { RunRecord } from '../../../core/experiments/run.ts';

/**
 * Runs as they are drawn. Of very long runs later than they come: working out what is drawn has a tenth of the time at
 * most. To be made while a component is.
 */
export class PacedRuns {
  list = $state.raw<readonly RunRecord[]>([]);
  #begun = 0;
  #cost = 0;

  constructor(latest: () => readonly RunRecord[]) {
    this.list = latest();
    $effect(() => {
      const next = latest();
      const wait = this.#begun + 10 * this.#cost - performance.now();
      if (wait <= 0) {
        this.list = next;
        return;
      }
      const timer = setTimeout(() => (this.list = next), wait);
      return () => clearTimeout(timer);
    });
  }

  /** Works something out of the runs, and remembers how long that took. */
  timed<T>(make: (runs: readonly RunRecord[]) => T): T {
    const { list } = this;
    this.#begun = performance.now();
    const made = make(list);
    this.#cost = performance.now() - this.#begun;
    return made;
  }
}
