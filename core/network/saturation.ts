import type { Saturation } from '../outputs/activations/activation.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';

/** A hidden unit is saturated where |h| is above this: tanh′ = 1 − h² is below 0.1 there. */
export const saturationHidden = 0.95;
/** A saturated output is wrong where it is further than this from its target. */
const saturationWrong = 0.5;

/**
 * How much of some outputs is on the flat part of the activation, each a share of `of`: of all outputs, or for a softmax
 * of all steps (science: saturation).
 */
export interface SaturatedShares {
  readonly saturated: number;
  /**
   * Saturated with |y_i − t_i| > 0.5; of a saturated step, its largest output, which is so where it is not the target's.
   * A part of `saturated`.
   */
  readonly wrong: number;
}

/** Saturated outputs or steps, counted over rows as they come. The one rule of both engines. */
export class SaturationCount {
  readonly #saturation: Saturation | null;
  #seen = 0;
  #saturated = 0;
  #wrong = 0;

  constructor(activation: OutputLayer['activation']) {
    this.#saturation = activationOf(activation).saturation;
  }

  /** @param y outputs of one step, from `from` on `V` of them; @param target index among them */
  add(y: Vector, from: number, V: number, target: number): void {
    const rule = this.#saturation;
    if (rule === null) return;
    if (rule.of === 'steps') this.#addStep(y, from, V, target, rule.above);
    else this.#addOutputs(y, from, V, target, rule.low, rule.high);
  }

  #addStep(y: Vector, from: number, V: number, target: number, above: number): void {
    this.#seen++;
    for (let i = 0; i < V; i++) {
      if (!(y[from + i] > above)) continue;
      this.#saturated++;
      if (Math.abs(y[from + i] - (i === target ? 1 : 0)) > saturationWrong) this.#wrong++;
      // No two outputs of one distribution are this large.
      return;
    }
  }

  #addOutputs(y: Vector, from: number, V: number, target: number, low: number, high: number): void {
    this.#seen += V;
    for (let i = 0; i < V; i++) {
      const value = y[from + i];
      if (value >= low && value <= high) continue;
      this.#saturated++;
      if (Math.abs(value - (i === target ? 1 : 0)) > saturationWrong) this.#wrong++;
    }
  }

  /** Null for an activation without a flat part, and where nothing was added. */
  get shares(): SaturatedShares | null {
    if (this.#seen === 0) return null;
    return { saturated: this.#saturated / this.#seen, wrong: this.#wrong / this.#seen };
  }
}

/** Saturated shares of whole rows of outputs, one after the other, with their targets. */
export function saturatedOutputs(
  outputs: Vector,
  targets: ArrayLike<number>,
  activation: OutputLayer['activation'],
): SaturatedShares | null {
  const count = new SaturationCount(activation);
  const V = outputs.length / targets.length;
  for (let row = 0; row < targets.length; row++) count.add(outputs, row * V, V, targets[row]);
  return count.shares;
}

/** Share of hidden units with |h| > 0.95, where tanh is nearly flat. */
export function saturatedHidden(hidden: Vector): number {
  if (hidden.length === 0) return 0;
  let saturated = 0;
  for (let i = 0; i < hidden.length; i++) if (Math.abs(hidden[i]) > saturationHidden) saturated++;
  return saturated / hidden.length;
}
