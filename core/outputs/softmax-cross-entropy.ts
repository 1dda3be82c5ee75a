import { softmax } from './activations/softmax.ts';
import { compose } from './compose.ts';
import { categoricalCrossEntropy } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

/** y = softmax(z), E = −ln y_target: the Jacobian of the softmax cancels and δ = y − t. */
export const softmaxCrossEntropy = {
  id: 'softmax-cross-entropy',
  label: 'softmax + cross-entropy',
  formula: 'E = −Σ t ln y',
  delta: 'δ = y − t',
  match: 'matched',
  reference: 'Bridle, NIPS 1989; Auer, Herbster, Warmuth, NIPS 1995',
  examples: [
    {
      z: [0, 0, 0, 0],
      target: 2,
      loss: Math.log(4),
      delta: [0.25, 0.25, -0.75, 0.25],
      origin: 'by hand: uniform over four, −ln ¼',
    },
    {
      z: [1000, 0],
      target: 1,
      loss: 1000,
      delta: [1, -1],
      origin: 'by hand: ln(e^1000 + 1) − 0 = 1000 in float64',
    },
  ],
  ...compose(softmax, categoricalCrossEntropy),
  torch: ['e = -torch.log_softmax(z, -1).gather(-1, target[..., None])[..., 0]'],
  // ln y_target as z_target − max − ln Σ e^{z − max}: finite also where y_target underflows to 0.
  lossAndDelta(z, target, y, delta) {
    const V = z.length;
    const zTarget = z[target];
    let largest = -Infinity;
    for (let i = 0; i < V; i++) if (z[i] > largest) largest = z[i];
    let sum = 0;
    for (let i = 0; i < V; i++) {
      const e = Math.exp(z[i] - largest);
      delta[i] = e;
      sum += e;
    }
    for (let i = 0; i < V; i++) {
      const yi = delta[i] / sum;
      y[i] = yi;
      delta[i] = yi;
    }
    delta[target] = delta[target] - 1;
    return Math.log(sum) - (zTarget - largest);
  },
  reading: 'softmax',
  kernel: { id: 'softmaxCrossEntropy' },
} as const satisfies OutputLayer;
