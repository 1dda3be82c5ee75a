import type { Vector } from '../outputs/vector.ts';

/** What an optimiser remembers between steps: named vectors as long as the parameters, and a step count. */
export interface OptimizerState {
  /** Updates made so far. */
  step: number;
  readonly vectors: Readonly<Record<string, Vector>>;
}

/** Settings of an optimiser beside the learning rate, by name, e.g. `{ momentum: 0.9 }`. */
export type OptimizerSettings = Readonly<Record<string, number>>;

/** The values a setting may have: low ≤ value < below. */
interface SettingRange {
  readonly low: number;
  /** Infinity where every number from `low` on will do. */
  readonly below: number;
}

/**
 * A rule that turns gradients into a change of parameters, with PyTorch's conventions
 * (initial values of the state, ε outside the root).
 */
export interface Optimizer<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** The update as a formula. */
  readonly formula: string;
  readonly reference: string;
  /** The optimiser of PyTorch, of `parameters`, `rate` and the settings `s`; absent where it has none: then no script repeats it. */
  readonly torch?: string;
  /** PyTorch's default settings. */
  readonly defaults: OptimizerSettings;
  /** What each of the settings may be: where the rule is defined, and its memory of old gradients fades. */
  readonly ranges: Readonly<Record<string, SettingRange>>;
  /** A learning rate that is a fair start for a small network with clipped gradients. */
  readonly defaultRate: number;
  /** State before the first step for `size` parameters, in the precision of `like`. */
  init(like: Vector, settings: OptimizerSettings): OptimizerState;
  /** Changes `parameters` and `state` in place by one step with learning rate η = `rate`. */
  update(
    parameters: Vector,
    gradients: Vector,
    state: OptimizerState,
    rate: number,
    settings: OptimizerSettings,
  ): void;
}
