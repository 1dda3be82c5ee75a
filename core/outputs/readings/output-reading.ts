import type { GraphStep } from '../graph-step.ts';
import type { Vector } from '../vector.ts';

/** What is summed over the outputs of a row. */
export type RowSums = 'outputs' | 'powers';

/** A way in which outputs are read as probabilities q. What counts is what the loss estimates, not only the activation. */
export interface OutputReading<Id extends string = string> {
  /** Name in files and on the command line. */
  readonly id: Id;
  /** In a column of a table. */
  readonly short: string;
  /** In a word or two, after "read as". */
  readonly label: string;
  /** Whether there are probabilities: without them no bits, no Brier score and no text is drawn. */
  readonly probabilities: boolean;
  /** q as text and typeset, e.g. `q = e^z / Σ e^z`; what is said instead where there is none. */
  readonly plain: string;
  readonly tex: string;
  /** q in PyTorch, of z and y, with `shares(x)` for x / Σ x; absent where there is none. */
  readonly torch?: string;
  /** q as steps of an ONNX graph that begin with what it is worked out from, or what q are shares of; absent where there is none. */
  readonly onnx?: { readonly steps: readonly GraphStep[]; readonly shared: boolean };
  /** What it is worked out from: readings of z hold for every loss with the same δ, whatever its activation. */
  readonly from: 'z' | 'y';
  /**
   * What is summed over a row so that q are shares of the sum, the outputs or their powers e^y: by activation for a
   * reading of z, which the outputs must lead back to. `any`: only who comes first is asked.
   */
  readonly shares: RowSums | 'any' | { readonly [activation in string]?: RowSums };
  /** Whether all outputs of a row may be too near 0 to be shared out, so that q must be worked out from z. */
  readonly vanishes: boolean;
  /** For which losses, a sentence: beside the choice. */
  readonly about: string;
  /**
   * Writes q with q ≥ 0 and Σ q = 1, uniform where nothing is above 0; NaN everywhere where there is no reading, and where
   * logits have overflowed.
   * @param z logits, V of them
   * @param y outputs; `q` may be `y` itself
   * @returns whether an output had to be clipped at 0
   */
  read(z: Vector, y: Vector, q: Vector): boolean;
}

/** q_i = e^{x_i} / Σ e^x, with the largest x taken off first: no power overflows. `q` may be `x` itself. */
export function sharesOfPowers(x: Vector, q: Vector): void {
  let largest = -Infinity;
  for (let i = 0; i < x.length; i++) if (x[i] > largest) largest = x[i];
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    q[i] = Math.exp(x[i] - largest);
    sum += q[i];
  }
  divided(q, sum);
}

/** q / sum in place; uniform where the sum is 0, and NaN where it is no number. */
export function divided(q: Vector, sum: number): void {
  if (sum === 0) q.fill(1 / q.length);
  else for (let i = 0; i < q.length; i++) q[i] = q[i] / sum;
}
