/**
 * An activation that the lab does not have: y = ½ + arctan(z) / π, with the quadratic loss. Its tails are heavier than
 * the sigmoid's: the slope falls off as 1/z², not as e^{−|z|}.
 *
 * @type {import('./loss-plugin').LossPlugin}
 */
export default {
  id: 'plugin-arctangent-quadratic',
  label: 'arctangent + quadratic (plug-in)',
  activation: 'sigmoid',
  formula: 'E = ½ Σ [(t − y)²], y = ½ + arctan(z) / π',
  delta: 'δ = (y − t) / (π (1 + z²))',

  forward(z, y) {
    for (let i = 0; i < z.length; i++) y[i] = 0.5 + Math.atan(z[i]) / Math.PI;
  },

  lossAndDelta(z, target, y, delta) {
    let loss = 0;
    for (let i = 0; i < y.length; i++) {
      const error = y[i] - (i === target ? 1 : 0);
      loss += (error * error) / 2;
      delta[i] = error / (Math.PI * (1 + z[i] * z[i]));
    }
    return loss;
  },

  probabilities(y, q) {
    const sum = y.reduce((before, each) => before + each, 0);
    for (let i = 0; i < y.length; i++) q[i] = y[i] / sum;
    return false;
  },

  // ½ + arctan(b) / π = 1/V
  uniformBias: (vocabulary) => Math.tan(Math.PI * (1 / vocabulary - 0.5)),
};
