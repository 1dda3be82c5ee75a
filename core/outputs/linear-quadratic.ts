import { linear } from './activations/linear.ts';
import { compose, outputMinusTarget } from './compose.ts';
import { quadratic } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

/** y = z, E = ½ Σ (t − y)², so δ = y − t: the slope of a linear output is 1. */
export const linearQuadratic = {
  id: 'linear-quadratic',
  label: 'linear + quadratic',
  formula: 'E = ½ Σ [(t − y)²]',
  delta: 'δ = y − t',
  match: 'matched',
  reference: 'Auer, Herbster, Warmuth, NIPS 1995 (matching losses)',
  examples: [
    {
      z: [0.5, -1, 2],
      target: 2,
      loss: 1.125,
      delta: [0.5, -1, 1],
      origin: 'by hand: ½ (0.25 + 1 + 1)',
    },
  ],
  ...compose(linear, quadratic),
  lossAndDelta(z, target, y, delta) {
    linear.forward(z, y);
    outputMinusTarget(y, target, delta);
    return quadratic.value(y, target);
  },
  reading: 'clipped',
  kernel: { id: 'linearQuadratic' },
} as const satisfies OutputLayer;
