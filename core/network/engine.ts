import type { OptimizerSettings } from '../optimizers/optimizer.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';
import type { NetworkState } from './state.ts';
import type { YardstickReading, YardstickSums } from './yardstick-sums.ts';
import type { ParameterName, Shape, Weights } from './weights.ts';

/** Limits the gradient before the update; `norm` is the global L2 norm over all parameters. */
export type Clipping =
  | { readonly kind: 'norm'; readonly threshold: number }
  | { readonly kind: 'value'; readonly threshold: number }
  | { readonly kind: 'off' };

export interface NetworkSpec {
  readonly shape: Shape;
  /** Steps T of one sequence. */
  readonly length: number;
  /** Sequences B in one step. */
  readonly batch: number;
  readonly layer: OutputLayer;
  readonly optimizer: { readonly id: string; readonly settings: OptimizerSettings };
  /** Learning rate η. */
  readonly rate: number;
  readonly clipping: Clipping;
  /** Initial weights; copied. */
  readonly weights: Weights;
}

/** B sequences of T characters, as indices. Row b stands at b·T … b·T + T − 1. */
export interface Batch {
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
  /** B flags: 1 where the row starts a new stretch of text, so its hidden state starts at 0. */
  readonly resets: Uint8Array;
}

/** The first value of a step that is not finite. The update it belongs to was not kept. */
interface Fault {
  readonly where: 'loss' | `∂E/∂${ParameterName}` | ParameterName;
}

/**
 * What a step does beside training; no number of the training depends on it. `keep`: a copy of its gradient, for the
 * next step to be compared with. `measure`: the figures of the step.
 */
export type StepLook = 'keep' | 'measure';

/** Figures of a step that are not taken in every step. */
export interface StepFigures {
  /**
   * Share of the B·T·V outputs on the flat part of the activation, for a softmax of the B·T steps; NaN for linear, which
   * has none.
   */
  readonly saturatedOutputs: number;
  /** The part of it that is wrong; see `SaturatedShares`. */
  readonly saturatedWrong: number;
  /** Share of the B·T·H hidden units with |h| > 0.95. */
  readonly saturatedHidden: number;
  /**
   * ‖ΔW‖ / ‖W‖ of each matrix: the update that was made, clipped and by the optimiser, against the weights before it; NaN
   * for W = 0.
   */
  readonly updateRatios: Readonly<Partial<Record<ParameterName, number>>>;
  /**
   * Cosine between the gradients of this step and of the one before, over all parameters, both before clipping; NaN
   * where that one kept none or either is 0.
   */
  readonly cosine: number;
  /** The yardsticks over the B·T characters of the step, by the weights before its update. */
  readonly training: YardstickReading;
}

export interface StepResult {
  /** E, summed over T steps and V outputs, averaged over the B sequences. */
  readonly loss: number;
  /** Global L2 norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** L2 norm of the gradient of each parameter matrix, before clipping. */
  readonly gradientNorms: Readonly<Partial<Record<ParameterName, number>>>;
  /** Whether clipping changed the gradient. */
  readonly clipped: boolean;
  readonly fault: Fault | null;
  /** Where they were asked for; a step with a fault has none. */
  readonly figures?: StepFigures;
}

/** A look at the last finished training step, for histograms. The views are valid until the next step. */
export interface LastStep {
  /** B·T·V values of δ = ∂E/∂z, row (b, t) at (b·T + t)·V; not divided by B. */
  readonly delta: Vector;
  /** B·T·V values of y. */
  readonly outputs: Vector;
  /** B·T·H values of h. */
  readonly hidden: Vector;
  /** B·T target indices. */
  readonly targets: Uint32Array;
}

/** How other threads join a run; see `Engine.follow`. Goes to them as it is. */
export interface Crew {
  /** Shared memory of the whole network, an object that can be sent to a thread. */
  readonly memory: { readonly buffer: SharedArrayBuffer };
  readonly build: 'relaxed' | 'plain';
  /** The output layer does not travel: it has methods. */
  readonly spec: Omit<NetworkSpec, 'layer' | 'weights'> & { readonly parts: number };
}

/** One network in training: parameters, optimiser state and the hidden state carried from step to step. */
export interface Network {
  /** Without the initial weights, which would double the memory of a large run. */
  readonly spec: Omit<NetworkSpec, 'weights'>;
  /** Threads that the sequences of a batch are dealt out to. Sums are made part by part, so results depend on it. */
  readonly threads: number;
  /** What the other threads need; null when there is one thread only. */
  readonly crew: Crew | null;
  /** The present weights as float64 copies. */
  readWeights(): Weights;
  /** The hidden state that the first sequence carries to the next step, H values as a float64 copy; 0 before the first. */
  readState(): Float64Array;
  /** All that training carries to the next step, as copies. Between steps only. */
  exportState(): NetworkState;
  /** Takes over the state of a network of the same spec and threads, before the first step. */
  importState(state: NetworkState): void;
  /**
   * One step: forward, loss, truncated BPTT, clipping, update.
   * `interrupted` is asked often (at least once per time step); once it says true, the step is given up, nothing
   * has changed but `lastStep` and the answer is null. A step with a fault keeps the weights and the hidden state before it.
   */
  trainStep(batch: Batch, interrupted: () => boolean, look?: StepLook): StepResult | null;
  /** The last step's tensors, or null before the first one and after one that was given up. */
  lastStep(): LastStep | null;
  /**
   * Runs the present weights over a stretch of text without training.
   * @param hidden H values: the state before the first input; on return, the state after the last one
   *   (unchanged when interrupted).
   * @param visit called per position with logits and y, both valid only during the call.
   * @returns false when interrupted.
   */
  predict(
    inputs: ArrayLike<number>,
    hidden: Float64Array,
    visit: (position: number, z: Vector, y: Vector) => void,
    interrupted: () => boolean,
  ): boolean;
  /**
   * As `predict`, without the outputs: the state alone goes on.
   * @returns false when interrupted
   */
  advance(inputs: ArrayLike<number>, hidden: Float64Array, interrupted: () => boolean): boolean;
  /**
   * As `predict`, with the sums over each row of outputs done where the outputs are: for networks that can.
   * @param sums to which each is added
   * @returns Σ E of the layer over the positions; null when interrupted
   */
  score?(
    inputs: ArrayLike<number>,
    targets: ArrayLike<number>,
    hidden: Float64Array,
    sums: YardstickSums,
    interrupted: () => boolean,
  ): number | null;
}

/** A way to do the arithmetic. All engines agree within the tolerance their suite states. */
export interface Engine {
  readonly id: 'float64' | 'float32';
  readonly label: string;
  /** @param threads how many may work on a step, as a wish; until they join, one does it all with the same result */
  create(spec: NetworkSpec, threads?: number): Network;
  /**
   * Makes this thread one of a run's: it works on every step and sleeps between. Never returns; absent on engines that
   * use one thread.
   * @param part from 1 to `threads` − 1
   */
  follow?(crew: Crew, part: number, layer: OutputLayer, interrupted: () => boolean): never;
}
