/**
 * What a plug-in file of Loss Lab exports by default: an output layer, that is an activation together with a loss.
 *
 * V is the number of distinct characters of the text. All arrays are Float64Arrays of length V that belong to the
 * plug-in for the duration of one call: read the inputs, write the whole of the output, keep none of them. Nothing may
 * be asynchronous. A file stands for itself: import statements and `import()` are refused
 * before it runs, and nothing else of what it says is looked for. Once trusted it is code with the rights of the lab, and
 * reaches all of Node, as by `process.getBuiltinModule`: trust what you have read. `console` writes nowhere.
 *
 * Every answer is checked. A wrong type or length, an output that is not written whole, an input that is changed, an
 * error that is thrown, a promise, or a call that takes more than ten seconds ends the run with a sentence that names
 * the file and, where it is known, the line. A loss, a δ or an output that is not finite counts as divergence, as it
 * does for the built-in layers.
 */
export interface LossPlugin {
  /** Name in files and on the command line: letters, digits and dashes, at most 60; none of a built-in layer. */
  readonly id: string;
  /** Name on screens, e.g. `softmax + focal`; at most 80 characters. */
  readonly label: string;
  /** y = activation(z). The lab computes it itself, unless the plug-in has a `forward` of its own. */
  readonly activation: 'linear' | 'sigmoid' | 'softmax' | 'tanh-scaled';
  /** E as text, e.g. `E = −Σ t ln y`; at most 300 characters. It is shown, never evaluated. */
  readonly formula: string;
  /** δ = ∂E/∂z as text, e.g. `δ = y − t`; at most 300 characters. */
  readonly delta: string;
  /** Literature in which the loss is studied; at most 300 characters. */
  readonly reference?: string;
  /** Whether δ = c·(y − t): the slope of the activation cancels against the loss. False when it is left out. */
  readonly matched?: boolean;

  /**
   * Writes δ = ∂E/∂z into `delta` and returns E.
   * @param z logits, to be read only
   * @param target index of the next character: t is 1 there and 0 elsewhere
   * @param y outputs, y = forward(z), to be read only
   * @param delta to be written whole
   */
  lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array): number;

  /** Writes y, where none of the four activations is meant. `activation` then names the one that comes closest. */
  forward?(z: Float64Array, y: Float64Array): void;

  /**
   * How the outputs are read as probabilities q, by what the loss estimates: `softmax` e^z / Σ e^z, `sigmoid`
   * σ(z) / Σ σ(z), `clipped` max(y, 0) / Σ max(y, 0), `exponential` e^y / Σ e^y, or `none` for a margin loss, which
   * has no bits, no Brier score and no drawn text. Left out, that of the activation: `softmax`, `sigmoid`, or `clipped`
   * for the others; with a `forward` of its own, `clipped`.
   */
  readonly reading?: 'softmax' | 'sigmoid' | 'clipped' | 'exponential' | 'none';

  /**
   * A reading that is none of these: writes q ≥ 0 with Σ q = 1. It stands in place of `reading`.
   * @returns whether an output had to be clipped
   */
  probabilities?(y: Float64Array, q: Float64Array): boolean;

  /** The bias at which, with all other inputs 0, every output is 1/V. Left out, that of the activation. */
  uniformBias?(vocabulary: number): number;
}
