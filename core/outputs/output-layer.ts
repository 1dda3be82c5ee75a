import type { ActivationId } from './activations/registry.ts';
import type { LayerKernel } from './layer-kernel.ts';
import type { LayerReading } from './readings/registry.ts';
import type { LayerMatch } from './match.ts';
import type { Vector } from './vector.ts';

/** A known value of a layer: proves it against a number that somebody else worked out. */
interface WorkedExample {
  /** Logits z. */
  readonly z: readonly number[];
  /** Index of the target character. */
  readonly target: number;
  /** Loss E in nats (cross-entropy) or squared units (quadratic). */
  readonly loss: number;
  /** δ = ∂E/∂z; absent where the source states none. */
  readonly delta?: readonly number[];
  /** Where the numbers come from. */
  readonly origin: string;
  /** Relative tolerance of the source; 1e-12 unless said. */
  readonly tolerance?: number;
}

/**
 * An activation together with a loss: one way to end the network and to score what it says.
 *
 * Every method takes whole vectors of length V, because a softmax output depends on every logit.
 * The target is the index of the next character (a one-hot t). No method keeps state or allocates.
 */
export interface OutputLayer<Id extends string = string> {
  /** Name in files and on the command line, e.g. `softmax-cross-entropy`. */
  readonly id: Id;
  /** Name on screens, e.g. `softmax + cross-entropy`. */
  readonly label: string;
  readonly activation: ActivationId;
  /** `quadratic` or `cross-entropy` of the built-in layers, the text of a formula, or whatever else scores the outputs. */
  readonly loss: string;
  /**
   * Lines of PyTorch that set `e`, E of every position, from z, y, a one-hot t, the indices `target` and `clamp`. Absent where
   * there are none: then no script repeats its training.
   */
  readonly torch?: readonly string[] | undefined;
  /** E as a formula, e.g. `E = −Σ t ln y`. */
  readonly formula: string;
  /** δ = ∂E/∂z as a formula, e.g. `δ = y − t`. */
  readonly delta: string;
  /** Whether δ = c (y − t), in the built-in layers with c = 1, the slope of the activation stays in it, or neither. */
  readonly match: LayerMatch;
  /** Literature in which the pair is studied. */
  readonly reference: string;
  readonly examples: readonly WorkedExample[];
  /** y = activation(z). `y` may be `z` itself. */
  forward(z: Vector, y: Vector): void;
  /**
   * Writes y = activation(z) and δ = ∂E/∂z and returns E.
   * @throws LabError `outside-domain` when E is not defined at z (linear + cross-entropy outside (0, 1)).
   */
  lossAndDelta(z: Vector, target: number, y: Vector, delta: Vector): number;
  /** Writes ∂E/∂y, where E is a function of y by itself; `gradient` may be `y` itself. `compose` brings it. */
  readonly outputGradient?: (y: Vector, target: number, gradient: Vector) => void;
  /** How its outputs are read as probabilities; `own`: by its `probabilities`. `readOutputs` does it. */
  readonly reading: LayerReading;
  /**
   * A reading of the layer's own, as plug-ins may bring one: there exactly where `reading` is `own`. Writes q with Σ q = 1;
   * `q` may be `y` itself.
   * @returns whether anything had to be clipped at 0.
   */
  probabilities?(y: Vector, q: Vector): boolean;
  /** The bias at which, with all other inputs 0, every output is 1/V; 0 where none exists (sigmoid, V = 1). */
  uniformBias(vocabulary: number): number;
  /** What the fast engine has in place of `lossAndDelta`; absent: it calls `lossAndDelta` itself. */
  readonly kernel?: LayerKernel;
  /**
   * Only on layers whose loss is undefined for some y: the same layer with an explicit clamp ε, for training.
   * Absent on all others.
   */
  readonly clamped?: (epsilon: number) => OutputLayer<Id>;
}
