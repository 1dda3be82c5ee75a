import type { Weights } from './weights.ts';

/**
 * All that training carries from one step to the next. A network of the same spec, engine and number of parts that takes
 * it over goes on with the same bits. Matrices in their usual shape, as float64: float32 loses nothing in it.
 */
export interface NetworkState {
  /** Updates made, which an optimiser may count by. */
  readonly updates: number;
  readonly weights: Weights;
  /** What the optimiser remembers, each as large as the weights, in the order of its own names. */
  readonly optimizer: readonly Weights[];
  /** B·H: the hidden state that each sequence carries. */
  readonly carried: Float64Array;
  /** The gradient of the last step, where the next one is compared with it; else null. */
  readonly kept: { readonly norm: number; readonly gradient: Weights } | null;
}
