import type { LabState } from './lab-state.svelte.ts';
import { progressOf } from './progress.ts';
import { ShownTime } from './steady-time.ts';

/** Milliseconds between two looks at the clock, also while nothing is heard of the work. */
const tick = 500;

/** Seconds left of search and training as they are shown, the same at the top of the window and in the headline. */
export class TimeLeft {
  readonly #shown = new ShownTime();
  seconds = $state<number | null>(null);

  /** Follows a lab for as long as the component lives in which it is made. */
  constructor(lab: LabState) {
    const under = $derived(lab.search === 'running' || lab.phase === 'running');
    const look = () => {
      this.seconds = this.#shown.next(performance.now() / 1000, progressOf(lab));
    };
    $effect(() => {
      if (!under || lab.lost) return;
      // Seeds that are added are other work than the runs before.
      void lab.adding;
      this.#shown.restart();
      this.seconds = null;
      const timer = setInterval(look, tick);
      return () => {
        clearInterval(timer);
        this.seconds = null;
      };
    });
  }
}
