import { fewestForBca } from '../../../core/experiments/statistics/interval-coverage.ts';
import type { IntervalOf } from '../../../core/figures/experiment/convergence-curves.ts';
import { BcaQueue } from './bca-queue.ts';

/** Milliseconds of work at a time. */
const slice = 12;

/**
 * Bootstrap intervals of points of curves. One may take milliseconds: they are worked out a few at a time, so that the
 * window never waits.
 */
export class BcaIntervals {
  /** Grows when more are known. */
  version = $state(0);
  readonly #queue = new BcaQueue();
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** The interval of some values; null where there is none or too few for one, and until it is worked out. */
  readonly of: IntervalOf = (values) => {
    void this.version;
    if (values.length < fewestForBca) return null;
    const found = this.#queue.of(values);
    if (found === undefined) this.#timer ??= setTimeout(() => this.#work());
    return found ?? null;
  };

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #work(): void {
    this.#queue.work(slice);
    this.#timer = this.#queue.isEmpty ? null : setTimeout(() => this.#work());
    this.version++;
  }
}
