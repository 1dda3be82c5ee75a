import { logistic } from './activations/sigmoid.ts';
import { compose } from './compose.ts';
import { quadratic } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

/** y = σ(z), E = ½ Σ (t − y)²: σ′ stays in δ, so a saturated output that is wrong hardly learns. |δ| ≤ 4/27. */
export const sigmoidQuadratic = {
  id: 'sigmoid-quadratic',
  label: 'sigmoid + quadratic',
  formula: 'E = ½ Σ [(t − y)²]',
  delta: 'δ = (y − t) y (1 − y)',
  match: 'slope-stays',
  reference: 'Golik, Doetsch, Ney, Interspeech 2013',
  examples: [
    {
      z: [0, 0],
      target: 0,
      loss: 0.25,
      delta: [-0.125, 0.125],
      origin: 'by hand: ½ (¼ + ¼), and ½ · ¼ for each δ',
    },
    {
      z: [Math.LN2],
      target: 0,
      loss: 1 / 18,
      delta: [-2 / 27],
      origin: 'by hand: σ(ln 2) = ⅔, δ = −⅓ · ⅔ · ⅓',
    },
  ],
  ...compose(logistic, quadratic),
  reading: 'sigmoid',
  kernel: { id: 'sigmoidQuadratic' },
} as const satisfies OutputLayer;
