import { linear } from './activations/linear.ts';
import { compose } from './compose.ts';
import { binaryCrossEntropy, requireInsideUnitInterval } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';
import type { Vector } from './vector.ts';

const composed = compose(linear, binaryCrossEntropy);

/**
 * y = z, E = −Σ [t ln y + (1 − t) ln(1 − y)]: ill-posed, because a linear output leaves (0, 1) at will.
 * Outside it is refused; training needs `clamped`.
 */
export const linearCrossEntropy = {
  id: 'linear-cross-entropy',
  label: 'linear + cross-entropy',
  formula: 'E = −Σ [t ln y + (1 − t) ln(1 − y)]',
  delta: 'δ = (y − t)/(y (1 − y)), only for 0 < y < 1',
  match: 'other',
  reference: 'Golik, Doetsch, Ney, Interspeech 2013',
  examples: [
    {
      z: [0.5, 0.25],
      target: 0,
      loss: Math.LN2 + Math.log(4 / 3),
      delta: [-2, 4 / 3],
      origin: 'by hand: −ln ½ − ln ¾',
    },
  ],
  ...composed,
  // Of the training form: beyond the clamp the loss goes on along its tangent.
  torch: [
    'inside = z.clamp(clamp, 1 - clamp).detach()',
    'slope = torch.where(t == 1, -1 / inside, 1 / (1 - inside))',
    'e = (-torch.where(t == 1, inside.log(), torch.log1p(-inside)) + slope * (z - inside)).sum(-1)',
  ],
  lossAndDelta(z: Vector, target: number, y: Vector, delta: Vector) {
    requireInsideUnitInterval(z);
    return composed.lossAndDelta(z, target, y, delta);
  },
  reading: 'clipped',
  clamped: (epsilon: number): OutputLayer<'linear-cross-entropy'> => ({
    ...linearCrossEntropy,
    formula: `E = Σ [−t ln ŷ − (1 − t) ln(1 − ŷ) + (y − ŷ) (ŷ − t)/(ŷ (1 − ŷ))], ${clampedOutput(epsilon)}`,
    delta: `δ = (ŷ − t)/(ŷ (1 − ŷ)), ${clampedOutput(epsilon)}`,
    kernel: { id: 'linearCrossEntropy', epsilon },
    lossAndDelta: (z, target, y, delta) => tangentLoss(epsilon, z, target, y, delta),
  }),
} as const satisfies OutputLayer;

/** What ŷ stands for in the formulas of the training form. */
const clampedOutput = (epsilon: number) => `ŷ = max(${epsilon}, min(y, 1 − ${epsilon}))`;

/**
 * With ŷ = min(max(y, ε), 1 − ε): E(y) = E(ŷ) + E′(ŷ)(y − ŷ) and δ = E′(ŷ). Beyond the clamp the loss goes on along
 * its tangent, so that δ is its true derivative everywhere, stays below 1/ε, and never leaves an output without a way back.
 */
function tangentLoss(epsilon: number, z: Vector, target: number, y: Vector, delta: Vector): number {
  linear.forward(z, y);
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const yi = y[i];
    const inside = Math.min(Math.max(yi, epsilon), 1 - epsilon);
    const slope = i === target ? -1 / inside : 1 / (1 - inside);
    loss += (i === target ? -Math.log(inside) : -Math.log1p(-inside)) + slope * (yi - inside);
    delta[i] = slope;
  }
  return loss;
}
