/** What a quantity on the screen is. */
export interface Explanation {
  readonly title: string;
  /** TeX, in the notation of the derivation. */
  readonly formulas: readonly string[];
  readonly sentences: readonly string[];
}
