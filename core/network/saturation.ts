import { tanhHeight, tanhSlope } from '../outputs/activations.ts';
import type { OutputLayer, Vector } from '../outputs/output-layer.ts';

/** An output is saturated where the slope of its activation is below this. */
export const saturationSlope = 0.05;
/** A hidden unit is saturated where |h| is above this: tanh′ = 1 − h² is below 0.1 there. */
export const saturationHidden = 0.95;

/** ∂y/∂z of a sigmoid, and of a softmax output with regard to its own logit. */
const logisticSlopeAt = (y: number): number => y * (1 - y);
/** ∂y/∂z of A tanh(Bz), A B (1 − (y/A)²). */
const tanhSlopeAt = (y: number): number => tanhHeight * tanhSlope * (1 - (y / tanhHeight) ** 2);

/** Share of outputs on the flat part of the activation; null for linear, which has none. */
export function saturatedOutputs(outputs: Vector, activation: OutputLayer['activation']): number | null {
  if (activation === 'linear' || outputs.length === 0) return null;
  const slope = activation === 'tanh-scaled' ? tanhSlopeAt : logisticSlopeAt;
  let saturated = 0;
  for (let i = 0; i < outputs.length; i++) {
    if (slope(outputs[i]) < saturationSlope) saturated++;
  }
  return saturated / outputs.length;
}

/** Share of hidden units with |h| > 0.95, where tanh is nearly flat. */
export function saturatedHidden(hidden: Vector): number {
  if (hidden.length === 0) return 0;
  let saturated = 0;
  for (let i = 0; i < hidden.length; i++) if (Math.abs(hidden[i]) > saturationHidden) saturated++;
  return saturated / hidden.length;
}
