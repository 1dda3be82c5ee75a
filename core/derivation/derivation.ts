import type { LabErrorData } from '../errors.ts';
import type { ChainForms } from '../formulas/typeset/chain-forms.ts';
import type { ActivationId } from '../outputs/activations/registry.ts';
import type { LookedAt, ProbedLayer } from '../probes/probe.ts';

/** A number that somebody changed to see what follows; everything downstream of it is worked out anew. */
export type DerivationChange =
  /** z of one output at one time. */
  | { readonly kind: 'logit'; readonly t: number; readonly output: number; readonly value: number }
  | {
      readonly kind: 'weight';
      readonly parameter: 'Wxh' | 'Whh' | 'Why';
      readonly row: number;
      readonly column: number;
      readonly value: number;
    }
  /** Another output is the wanted one. */
  | { readonly kind: 'target'; readonly t: number; readonly output: number };

/** What the numbers are of. */
export interface DerivationPlace {
  /** Step, from 1. */
  readonly t: number;
  /** i: index of an output; null: the target of the step. */
  readonly output: number | null;
  /** Hidden unit of h, u, Why (column), Wxh and Whh (row); null: the one with the largest |∂E/∂u_t| of the first layer. */
  readonly unit: number | null;
  /** Unit one step before (column of Whh); null: the one with the largest |h_{t−1}|. */
  readonly from: number | null;
}

/** Most changes at once. */
export const mostChanges = 20;

/**
 * Back-propagation through time of one stretch with all its numbers, for several output layers at the same weights, by
 * the code that trains and probes, in float64. T steps; t counts from 1; matrices are row-major.
 */
export interface Derivation extends LookedAt {
  /** Indices of the T inputs and targets. */
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
  /** Code point of each index, V. */
  readonly vocabulary: Uint32Array;
  /** All V outputs, the most frequent character first. */
  readonly order: Uint32Array;
  /** R outputs with a row in the maps of Why and Wxh, in the order of `order`; the others have none. */
  readonly rows: Uint32Array;
  readonly place: {
    readonly t: number;
    readonly output: number;
    readonly unit: number;
    readonly from: number;
  };
  readonly changes: readonly DerivationChange[];
  /** H: the state before the first step. */
  readonly before: Float64Array;
  /** u and h, T × H. */
  readonly inner: Float64Array;
  readonly hidden: Float64Array;
  /** z of all V outputs at t. */
  readonly logits: Float64Array;
  /** z of output i at each t, T. */
  readonly logitsOfOutput: Float64Array;
  /** H × H; the R rows of Why, R × H; the R columns of Wxh as rows, R × H; the biases that meet in the chosen cells. */
  readonly Whh: Float64Array;
  readonly Why: Float64Array;
  readonly WxhT: Float64Array;
  readonly biases: { readonly unit: number; readonly output: number } | null;
  /** In the order asked for. */
  readonly layers: readonly LayerDerivation[];
  /** Time it took, in milliseconds. */
  readonly milliseconds: number;
}

export type LayerDerivation = { readonly probed: ProbedLayer; readonly label: string } & (
  { readonly refusal: LabErrorData } | DerivedLayer
);

/** The backward pass of one layer. */
export interface DerivedLayer {
  readonly refusal: null;
  readonly activation: ActivationId;
  /** The chain rule as formulas; null for a plug-in, whose derivative is a program. */
  readonly forms: ChainForms | null;
  /** The numbers of the forms at t and i, by their keys. */
  readonly numbers: Readonly<Record<string, number>>;
  /** E, and E_t of each step. */
  readonly loss: number;
  readonly lossPerStep: Float64Array;
  /** All V outputs at t: y, δ = ∂E/∂z, ∂E/∂y_j (null for a plug-in) and ∂y_j/∂z_j. */
  readonly outputs: Float64Array;
  readonly delta: Float64Array;
  readonly gradient: Float64Array | null;
  readonly slopes: Float64Array;
  /** ∂y_j/∂z_i of a softmax, V; null where output j depends on z_j alone. */
  readonly jacobian: Float64Array | null;
  /** ∂E/∂z_i at fixed y, of a loss that holds z itself. */
  readonly direct: number | null;
  /** δ of the rows, R × T, and of output i, T. */
  readonly deltaRows: Float64Array;
  readonly deltaOfOutput: Float64Array;
  /** ∂E/∂h, what of it comes from t + 1 (dhnext), and ∂E/∂u, T × H. */
  readonly dh: Float64Array;
  readonly dhnext: Float64Array;
  readonly du: Float64Array;
  /** ∂E/∂Why of the rows, R × H; ∂E/∂Wxh of the rows' columns, R × H; ∂E/∂Whh, H × H. */
  readonly gWhy: Float64Array;
  readonly gWxhT: Float64Array;
  readonly gWhh: Float64Array;
  /** ∂E/∂Why (i, unit), ∂E/∂Wxh (unit, x_t) and ∂E/∂Whh (unit, from), which need not be among the rows. */
  readonly cells: Readonly<Record<'Why' | 'Wxh' | 'Whh', DerivedCell>>;
  /** ‖∂E/∂W‖ over all parameters. */
  readonly gradientNorm: number;
}

/** An entry of a matrix, its gradient, and the first update an optimiser with an empty memory makes of it; NaN without a rate. */
export interface DerivedCell {
  readonly weight: number;
  readonly gradient: number;
  readonly updated: number;
}

export type CheckedQuantity = 'y' | 'z' | 'Why' | 'h' | 'u' | 'Wxh' | 'Whh';

/** A derivative of the chosen place, by back-propagation and by centred differences of E. */
export interface CheckedDerivative {
  readonly analytic: number;
  readonly numeric: number;
  /** |a − n| / max(|a|, |n|, floor); the floor is what rounding of E explains, for entries near 0. */
  readonly error: number;
}

/** The checks of each layer, in the order asked for; empty of one whose loss is not defined. */
export type DerivationChecks = readonly Readonly<Partial<Record<CheckedQuantity, CheckedDerivative>>>[];

/** Whether a layer's loss is defined there. */
export const isDerived = (layer: LayerDerivation): layer is Extract<LayerDerivation, DerivedLayer> =>
  layer.refusal === null;
