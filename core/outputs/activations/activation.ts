import type { GraphStep } from '../graph-step.ts';
import type { Vector } from '../vector.ts';
import type { ReadingId } from '../readings/registry.ts';

/**
 * Where an activation is flat, told from its outputs (science: saturation). Of outputs: each one below `low` or above
 * `high`, where the slope is below 0.05 (tanh-scaled: below 0.05 of its largest). Of steps: those whose largest output is
 * above `above`, for outputs that share one sum: most of them are near 0 at fresh weights, and nothing is flat there.
 */
export type Saturation =
  | { readonly of: 'outputs'; readonly low: number; readonly high: number }
  | { readonly of: 'steps'; readonly above: number };

/**
 * An activation y = f(z): its arithmetic and everything that is said of it. Whoever needs to know one asks its record;
 * a new one is a file and a line in the registry.
 */
export interface Activation<Id extends string = string> {
  /** Name in files and on the command line. */
  readonly id: Id;
  /** y as text and typeset, e.g. `y = σ(z)`. */
  readonly plain: string;
  readonly tex: string;
  /** y in the language of formulas. */
  readonly expression: string;
  /** y in PyTorch, of a tensor z whose last axis are the logits. Absent where there is no form of it: then no script has it. */
  readonly torch?: string;
  /** y as steps of an ONNX graph, opset 17. Absent where there are none: then no graph has it. */
  readonly onnx?: readonly GraphStep[];
  /** y = f(z). `y` may be `z` itself. */
  forward(z: Vector, y: Vector): void;
  /**
   * δ = ∂E/∂z from ∂E/∂y: the transposed Jacobian of f, at y = f(z), times the vector.
   * `delta` may be `gradient` itself.
   */
  backward(y: Vector, gradient: Vector, delta: Vector): void;
  /** ∂y_i/∂z_i where the output is y_i. */
  slope(y: number): number;
  /** The same as factors in y, in the language of formulas: of a distribution those of the row ∂y_j/∂z_i that hold y_j alone. None: it is 1. */
  readonly slopeFactors: readonly string[];
  /** That slope in words: how it is called, and in y. */
  readonly slopeWords: { readonly name: string; readonly plain: string };
  /** Lowest and highest output, not reached where they are finite. */
  readonly range: readonly [low: number, high: number];
  /** y is z itself: the slope is 1, and leaving it out of δ changes nothing. */
  readonly identity: boolean;
  /** The outputs are one distribution, so each depends on every logit; else output i depends on logit i alone. */
  readonly distribution: boolean;
  /** Null where no part is flat. */
  readonly saturation: Saturation | null;
  /** How its outputs are read as probabilities where nothing else is known of the loss. */
  readonly reading: ReadingId;
  /** The bias at which every output is 1/V when all else is 0; 0 where there is none. */
  uniformBias(vocabulary: number): number;
}

/** A slope below this is flat; of activations whose largest slope is not ¼, below this part of it. */
export const flatSlope = 0.05;
