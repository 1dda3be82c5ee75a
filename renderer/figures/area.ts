import type { Slider } from './slider-keys.ts';

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
  /** How the keys move it: as a slider. */
  readonly slider: Slider;
  readonly label: string;
  /** What stands at it below the plot, such as `lag 10`. */
  readonly mark: string;
  /** @param panel which of the panels it was moved in */
  readonly commit: (x: number, panel: number) => void;
}
