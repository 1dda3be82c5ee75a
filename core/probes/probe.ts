import type { LabErrorData } from '../errors.ts';
import type { Histogram } from '../network/histogram.ts';
import type { ReadingStart } from '../network/reading-start.ts';
import type { ParameterName, Shape } from '../network/weights.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';

/** An output layer that is looked at. */
export interface ProbedLayer {
  /** Id of the output layer. */
  readonly layer: string;
  /** Clamp ε; null: the layer as it is defined, which may refuse some outputs (linear + cross-entropy outside (0, 1)). */
  readonly clamp: number | null;
  /** Learning rate η for the update-to-weight ratio; null where there is none to speak of. */
  readonly rate: number | null;
}

/** Which weights are looked at. */
export type ProbeMoment =
  /** The initial weights of an arm with a seed; nothing needs to have been trained. */
  | { readonly kind: 'fresh'; readonly armId: string; readonly seed: number }
  /** A run in memory: `step` null for its present weights, or one of the steps whose weights were kept. */
  | {
      readonly kind: 'run';
      readonly armId: string;
      readonly seed: number;
      readonly step: number | null;
    };

/** A stretch of the text: T inputs, each with the character after it as target. */
export interface ProbeStretch {
  readonly part: 'training' | 'held-out';
  /** Place of the first input within its part. */
  readonly start: number;
  /** T, 1 … `probeLimits.length`. */
  readonly length: number;
  /** Characters before it, as far as there are any, that are read first, from the state the weights start from. */
  readonly context: number;
}

/** Bounds of a question; what costs more than a second or two is not asked by accident. */
export const probeLimits = { length: 400, context: 1000, layers: 64, rows: 100_000 } as const;

/** The weights that are looked at, and the stretch of text. */
export interface LookedAt {
  /** Where the weights come from. `steps`: updates behind them. */
  readonly moment: ProbeMoment;
  readonly steps: number;
  /** Whether the context was read from the state that training carries, or from h = 0. */
  readonly start: ReadingStart['kind'];
  readonly shape: Shape;
  readonly stretch: ProbeStretch;
}

/** What gradients the losses of several output layers have at the same weights, over the same stretch. */
export interface Probe extends LookedAt {
  /** Code point of each of the T inputs and targets; the "other" symbol is U+FFFD. */
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
  /**
   * Outputs in the rows of the maps, R indices into the vocabulary: the most frequent characters of the text first.
   * Every target of the stretch is among them.
   */
  readonly rows: Uint32Array;
  /** Code point of each row. */
  readonly characters: Uint32Array;
  /** Row of each of the T targets. */
  readonly targetRows: Uint32Array;
  /** Outputs that have no row of their own: V − R. */
  readonly folded: number;
  /** z, R × T row-major: rows are characters, columns are time. The same for all layers: so are weights and text. */
  readonly logits: Float64Array;
  /** Code point of the output with the largest z after each of the T inputs. */
  readonly likeliest: Uint32Array;
  /** All V logits after the last input, with the index of the target there. */
  readonly lastLogits: Float64Array;
  readonly lastTarget: number;
  /** z of the T target outputs and of the T·(V − 1) others, over the same bins. */
  readonly targetLogits: Histogram;
  readonly otherLogits: Histogram;
  /** Share of hidden units with |h| > 0.95 over the stretch. */
  readonly saturatedHidden: number;
  /** In the order asked for. */
  readonly layers: readonly LayerProbe[];
  /** Cosines between the gradients of every two layers. */
  readonly cosines: GradientCosines;
  /** Time the probe took, in milliseconds. */
  readonly milliseconds: number;
}

/** L × L cosines row-major, in the order of the layers; NaN where a gradient is 0 or its layer refused. */
export interface GradientCosines {
  /** Over all parameters together. */
  readonly all: Float64Array;
  readonly perMatrix: Readonly<Partial<Record<ParameterName, Float64Array>>>;
}

export type LayerProbe = (RefusedLayer | LayerGradients) & { readonly probed: ProbedLayer };

/** A loss that is not defined at these weights: where, and nothing else. */
interface RefusedLayer {
  readonly refusal: LabErrorData;
}

/** Loss and gradients of one output layer over the stretch. All norms are L2 and before clipping. */
export interface LayerGradients {
  readonly refusal: null;
  /** E = Σ_t E_t. */
  readonly loss: number;
  /** E_t, T values. */
  readonly lossPerStep: Float64Array;
  /** y, R × T; where outputs are folded a last row with their sum follows: (R + 1) × T. */
  readonly outputs: Float64Array;
  /** δ = ∂E_t/∂z_t in the same layout; the last row is the sum of the folded outputs' δ. */
  readonly delta: Float64Array;
  /** ‖δ_t‖ over all V outputs, T values. */
  readonly deltaNorms: Float64Array;
  /** ‖δ‖ over all steps and outputs: √Σ_t ‖δ_t‖². */
  readonly deltaNorm: number;
  /** Largest |δ| anywhere, for the scale of a map. */
  readonly largestDelta: number;
  /** Share of ‖δ‖² that comes from the target outputs, 0 … 1; NaN where δ is 0. */
  readonly targetShare: number;
  /** Share of outputs on the flat part of the activation, for a softmax of steps; null for linear. */
  readonly saturatedOutputs: number | null;
  /** The part of it that is wrong, |y_i − t_i| > 0.5; see `SaturatedShares`. */
  readonly saturatedWrong: number | null;
  /** ‖∂E/∂W‖ of each matrix. */
  readonly norms: Readonly<Partial<Record<ParameterName, number>>>;
  /** ‖∂E/∂W‖ over all parameters together: what clipping by norm compares with its threshold. */
  readonly gradientNorm: number;
  /**
   * ‖ΔW‖ / ‖W‖ of each matrix for the first step of the experiment's optimiser from an empty memory, clipped as there: at
   * initial weights the first step of training on this stretch, at later ones what the optimiser would do if it began
   * there. Null without a rate, NaN for W = 0.
   */
  readonly updateRatios: Readonly<Partial<Record<ParameterName, number>>> | null;
  /** Counts of the entries of ∂E/∂W of each matrix. */
  readonly histograms: Readonly<Partial<Record<ParameterName, Histogram>>>;
  readonly flow: GradientFlow;
}

/** How far gradients reach back: ‖∂E_τ/∂h_t‖ for t ≤ τ, with ∂E_τ/∂h_t = (Π_{s = t+1…τ} Whhᵀ diag(1 − h_s²)) Whyᵀ δ_τ. */
export interface GradientFlow {
  /** T × T row-major, row τ, column t; NaN for t > τ. */
  readonly triangle: Float64Array;
  /** Mean over τ of ‖∂E_τ/∂h_{τ−k}‖, k = 0 … T − 1. */
  readonly byLag: Float64Array;
  /** The same of ‖∂E_τ/∂h_{τ−k}‖ / ‖δ_τ‖, over the τ where δ_τ is not 0. */
  readonly byLagPerDelta: Float64Array;
}

/** Response of one output to its own logit z, all others fixed. */
export interface UnitQuestion {
  readonly layers: readonly ProbedLayer[];
  /** 1: this output is the target; 0: the first of the others is. */
  readonly t: 0 | 1;
  /** Logits of the V − 1 other outputs. */
  readonly others: Float64Array;
  /** Values of z to look at. */
  readonly z: Float64Array;
}

/** The question with all it takes to answer it. */
export interface UnitInput extends UnitQuestion {
  /** Layers that the experiment brings along. */
  readonly own: readonly LayerDefinition[];
}

/** Answer for one layer: as many values as z; NaN where the loss is not defined. */
export interface UnitResponse {
  readonly probed: ProbedLayer;
  readonly y: Float64Array;
  /**
   * Linear and sigmoid outputs of the registry: what this output alone adds to E. Softmax, where outputs share one sum,
   * and layers of an experiment's own, which may do so: the whole E.
   */
  readonly loss: Float64Array;
  /** δ of this output. */
  readonly delta: Float64Array;
  /** ‖δ‖ over all V outputs. */
  readonly norm: Float64Array;
}
