import { softmax } from './activations/softmax.ts';
import { compose } from './compose.ts';
import { quadratic } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

/** y = softmax(z), E = ½ Σ (t − y)². At uniform y its δ is 1/V of softmax + cross-entropy's: a slow start. */
export const softmaxQuadratic = {
  id: 'softmax-quadratic',
  label: 'softmax + quadratic',
  formula: 'E = ½ Σ [(t − y)²]',
  delta: 'δ = y (y − t − Σ y (y − t))',
  match: 'slope-stays',
  reference: 'Golik, Doetsch, Ney, Interspeech 2013; Hui, Belkin, arXiv 2006.07322',
  examples: [
    {
      z: [0, 0, 0, 0],
      target: 0,
      loss: 0.375,
      delta: [-0.1875, 0.0625, 0.0625, 0.0625],
      origin: 'by hand: ½ (9/16 + 3/16); ¼ of (y − t), as Σ y (y − t) = 0 at uniform y',
    },
  ],
  ...compose(softmax, quadratic),
  reading: 'softmax',
  kernel: { id: 'softmaxQuadratic' },
} as const satisfies OutputLayer;
