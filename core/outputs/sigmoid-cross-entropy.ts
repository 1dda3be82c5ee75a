import { logistic } from './activations/sigmoid.ts';
import { sigmoid } from './logistic.ts';
import { compose } from './compose.ts';
import { binaryCrossEntropy } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

/** y = σ(z), E = −Σ [t ln y + (1 − t) ln(1 − y)]: σ′ = y (1 − y) cancels and δ = y − t. */
export const sigmoidCrossEntropy = {
  id: 'sigmoid-cross-entropy',
  label: 'sigmoid + cross-entropy',
  formula: 'E = −Σ [t ln y + (1 − t) ln(1 − y)]',
  delta: 'δ = y − t',
  match: 'matched',
  reference: 'Auer, Herbster, Warmuth, NIPS 1995; Golik, Doetsch, Ney, Interspeech 2013',
  examples: [
    {
      z: [0, 0],
      target: 0,
      loss: 2 * Math.LN2,
      delta: [-0.5, 0.5],
      origin: 'by hand: −ln ½ twice, σ(0) = ½',
    },
    {
      z: [1000, -1000],
      target: 1,
      loss: 2000,
      delta: [1, -1],
      origin: 'by hand: ln(1 + e^1000) = 1000 in float64, twice',
    },
  ],
  ...compose(logistic, binaryCrossEntropy),
  torch: ['e = F.binary_cross_entropy_with_logits(z, t, reduction="none").sum(-1)'],
  // From logits: −t ln σ(z) − (1 − t) ln(1 − σ(z)) = max(z, 0) − z t + ln(1 + e^{−|z|}), which never overflows.
  // δ is written by hand: differentiating that form would give 0 instead of ½ at z = 0.
  lossAndDelta(z, target, y, delta) {
    let loss = 0;
    for (let i = 0; i < z.length; i++) {
      const t = i === target ? 1 : 0;
      const zi = z[i];
      loss += Math.max(zi, 0) - zi * t + Math.log1p(Math.exp(-Math.abs(zi)));
      const yi = sigmoid(zi);
      y[i] = yi;
      delta[i] = yi - t;
    }
    return loss;
  },
  reading: 'sigmoid',
  kernel: { id: 'sigmoidCrossEntropy' },
} as const satisfies OutputLayer;
