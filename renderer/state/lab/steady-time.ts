/** Share by which an estimate may be off before what is shown leaps to it. */
const leap = 0.3;

/** Seconds in which what is shown comes near to an estimate: a quarter of it, within these bounds. */
const approach = { least: 0.5, most: 4 };

/** Seconds for which an estimate is far longer before it is believed: the first second of new work says little. */
const belief = 1.5;

/**
 * A time left that can be read: it counts down by the clock and leans towards new estimates without going up, unless it
 * turns out to be far off. Where nothing is estimated for a while, as between a search and the training after it, it goes
 * on counting.
 */
export class SteadyTime {
  #shown: { readonly at: number; readonly seconds: number } | null = null;
  #farSince: number | null = null;

  /** Forgets what was shown: what comes is other work. */
  restart(): void {
    this.#shown = null;
    this.#farSince = null;
  }

  /**
   * @param at present time in seconds
   * @param estimate seconds left as far as is known; null where nothing is
   * @returns seconds left to show; null until there was an estimate
   */
  next(at: number, estimate: number | null): number | null {
    const before = this.#shown;
    if (before === null) {
      if (estimate === null) return null;
      this.#shown = { at, seconds: estimate };
      return estimate;
    }
    const passed = Math.max(0, at - before.at);
    const counted = Math.max(0, before.seconds - passed);
    if (estimate === null) {
      // At its end a count that nothing has confirmed says nothing.
      if (counted > 0) this.#shown = { at, seconds: counted };
      return counted > 0 ? counted : null;
    }
    const off = estimate - counted;
    const isFar = Math.abs(off) > leap * Math.max(estimate, counted) && Math.abs(off) > 1;
    const slowness = Math.min(approach.most, Math.max(approach.least, estimate / 4));
    const leant = counted + off * (1 - Math.exp(-passed / slowness));
    this.#farSince = isFar ? (this.#farSince ?? at) : null;
    const leaps = isFar && (off < 0 || at - this.#farSince! >= belief);
    const seconds = leaps ? estimate : isFar ? counted : Math.min(before.seconds, leant);
    this.#shown = { at, seconds };
    return seconds;
  }
}

/** Least seconds of work before a rate means anything. */
const leastSeconds = 1;

/** Seconds of work over which a rate is taken, or its later half, if that is longer. */
const recentSeconds = 15;

/** The rate of recent steps: threads that start, and what was slower long ago, have no say in it. */
export class RecentRate {
  #marks: { readonly at: number; readonly done: number }[] = [];

  restart(): void {
    this.#marks = [];
  }

  /**
   * @param at present time in seconds
   * @param done steps done in all
   * @returns steps a second; null until that can be told
   */
  next(at: number, done: number): number | null {
    const last = this.#marks.at(-1);
    // The time before the first step is no part of it.
    if (done > 0 && done !== last?.done) this.#marks.push({ at, done });
    const [began] = this.#marks;
    if (!began) return null;
    const since = Math.max(recentSeconds, (at - began.at) / 2);
    while (this.#marks.length > 2 && at - this.#marks[1].at > since) this.#marks.shift();
    const [first] = this.#marks;
    const seconds = at - first.at;
    const steps = this.#marks.at(-1)!.done - first.done;
    return seconds < leastSeconds || steps <= 0 ? null : steps / seconds;
  }
}

/** What is heard of work under way. */
export interface HeardWork {
  /** Seconds left as the lab says; null where nothing is known of them. */
  readonly secondsLeft: number | null;
  /** Steps that are left, those after a search included. */
  readonly stepsLeft?: number;
  /** Of a search, which says no time by itself: its steps that are done. */
  readonly stepsDone?: number;
}

/** Seconds of a search that count as seconds of the training after it, at most: the same steps on the same machine. */
const remembered = 20;

/** Seconds left of search and training as they are shown. */
export class ShownTime {
  readonly #steady = new SteadyTime();
  readonly #rate = new RecentRate();
  /** What the search did in a second, and how long that was watched. */
  #search: { readonly rate: number; readonly seconds: number } | null = null;
  #searchBegan: number | null = null;
  /** When the training after it began. */
  #began: number | null = null;

  restart(): void {
    this.#steady.restart();
    this.#rate.restart();
    this.#search = this.#searchBegan = this.#began = null;
  }

  /** @param at present time in seconds */
  next(at: number, heard: HeardWork): number | null {
    return this.#steady.next(at, this.#estimate(at, heard));
  }

  #estimate(at: number, { secondsLeft, stepsLeft, stepsDone }: HeardWork): number | null {
    if (stepsDone !== undefined) {
      this.#searchBegan ??= at;
      const rate = this.#rate.next(at, stepsDone);
      if (rate === null || stepsLeft === undefined) return null;
      this.#search = { rate, seconds: Math.min(remembered, at - this.#searchBegan) };
      return stepsLeft / rate;
    }
    if (!this.#search || stepsLeft === undefined) return secondsLeft;
    this.#began ??= at;
    const before = stepsLeft / this.#search.rate;
    if (secondsLeft === null) return null;
    const [then, now] = [this.#search.seconds, at - this.#began];
    return (then * before + now * secondsLeft) / (then + now);
  }
}
