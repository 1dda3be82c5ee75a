import type { LabState } from './lab-state.svelte.ts';
import { progressOf } from './progress.ts';
import { RecentRate, SteadyTime } from './steady-time.ts';

/** Milliseconds between two looks at the clock, also while nothing is heard of the work. */
const tick = 500;

/** Seconds left of search and training as they are shown, the same at the top of the window and in the headline. */
export class TimeLeft {
  readonly #steady = new SteadyTime();
  readonly #rate = new RecentRate();
  seconds = $state<number | null>(null);

  /** Follows a lab for as long as the component lives in which it is made. */
  constructor(lab: LabState) {
    const under = $derived(lab.search === 'running' || lab.phase === 'running');
    const look = () => {
      const at = performance.now() / 1000;
      this.seconds = this.#steady.next(at, this.#estimate(lab, at));
    };
    $effect(() => {
      if (!under || lab.lost) return;
      // Seeds that are added are other work than the runs before.
      void lab.adding;
      this.#steady.restart();
      this.#rate.restart();
      this.seconds = null;
      const timer = setInterval(look, tick);
      return () => {
        clearInterval(timer);
        this.seconds = null;
      };
    });
  }

  /** Of the search from its own recent steps, and those of the training after it; of the training as the lab says. */
  #estimate(lab: LabState, at: number): number | null {
    const { secondsLeft, stepsDone, stepsLeft } = progressOf(lab);
    if (stepsLeft === undefined || stepsDone === undefined) return secondsLeft;
    const rate = this.#rate.next(at, stepsDone);
    return rate === null ? null : stepsLeft / rate;
  }
}
