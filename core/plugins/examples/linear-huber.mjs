/**
 * The Huber loss on linear outputs: quadratic up to an error of d, straight beyond, so that no δ exceeds d.
 *
 * @type {import('./loss-plugin').LossPlugin}
 */
const d = 0.5;

export default {
  id: 'plugin-linear-huber',
  label: 'linear + Huber (plug-in)',
  activation: 'linear',
  formula: 'E = Σ h(y − t), h(e) = ½ e² for |e| ≤ ½, else ½ (|e| − ¼)',
  delta: 'δ = y − t, limited to [−½, ½]',
  reference: 'Huber, Annals of Mathematical Statistics 35, 1964',

  lossAndDelta(z, target, y, delta) {
    let loss = 0;
    for (let i = 0; i < y.length; i++) {
      const error = y[i] - (i === target ? 1 : 0);
      const size = Math.abs(error);
      loss += size <= d ? (error * error) / 2 : d * (size - d / 2);
      delta[i] = size <= d ? error : d * Math.sign(error);
    }
    return loss;
  },
};
