import { bcaInterval } from '../../../core/experiments/statistics/bca-interval.ts';
import type { IntervalOf } from '../../../core/figures/experiment/convergence-curves.ts';

/** Most intervals that are kept. */
const most = 20_000;

/** Bootstrap intervals of points of curves: known, or waiting to be worked out. What was measured at a step stays. */
export class BcaQueue {
  readonly #known = new Map<string, ReturnType<IntervalOf>>();
  readonly #waiting = new Map<string, readonly number[]>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** The interval of some values, null where they have none; undefined until it is worked out. */
  of(values: readonly number[]): ReturnType<IntervalOf> | undefined {
    const key = values.join();
    const found = this.#known.get(key);
    if (found === undefined) this.#waiting.set(key, values);
    return found;
  }

  /** Works for about so many milliseconds. */
  work(milliseconds: number): void {
    if (this.#known.size > most) this.#known.clear();
    const end = performance.now() + milliseconds;
    for (const [key, values] of this.#waiting) {
      this.#waiting.delete(key);
      const found = bcaInterval(values);
      this.#known.set(key, found && { low: found.low, high: found.high });
      if (performance.now() > end) return;
    }
  }
}
