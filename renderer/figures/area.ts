/** Where a plot lies within its holder, in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A place on the x axis that is moved from outside and stays: the logit whose values a table shows. */
export interface Pin {
  readonly x: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
  /** What stands at it below the plot, such as `lag 10`. */
  readonly mark: string;
  /** The place that a key leads to; null for a key that does nothing. */
  readonly afterKey: (key: string, shift: boolean) => number | null;
  /** @param panel which of the panels it was moved in */
  readonly commit: (x: number, panel: number) => void;
}
