/** A measure of held-out text that means the same for every output layer, whatever loss it was trained with. */
export interface Yardstick {
  /** The field of an evaluation that holds it. */
  readonly id: string;
  readonly label: string;
  /** For the head of a narrow column. */
  readonly short: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Decimals it is shown with, where a difference does not need more. */
  readonly digits: number;
  /** The least and the greatest value it can have. */
  readonly bounds: { readonly low: number; readonly high: number };
  /** Whether it is made of probabilities: of an output layer without a reading as such there is none. */
  readonly ofProbabilities: boolean;
  /**
   * The smallest difference that matters (half the width of the region of practical equivalence, ROPE), unless the
   * experiment plans with another one. In the unit of the yardstick.
   */
  readonly smallest: number;
}
