/**
 * A loss of your own for Loss Lab: change what follows and add the file in the panel of output layers, or run
 *   loss-lab compare text.txt --layer-file my-loss.mjs
 *
 * E = ½ Σ (t − y)², y = σ(z), so δ = (y − t) y (1 − y).
 *
 * @type {import('./loss-plugin').LossPlugin}
 */
export default {
  id: 'my-loss',
  label: 'sigmoid + my loss',
  activation: 'sigmoid',
  formula: 'E = ½ Σ [(t − y)²]',
  delta: 'δ = (y − t) y (1 − y)',
  matched: false,

  // z, y: read only. delta: write every entry. target: index at which t is 1.
  lossAndDelta(z, target, y, delta) {
    let loss = 0;
    for (let i = 0; i < y.length; i++) {
      const error = y[i] - (i === target ? 1 : 0);
      loss += (error * error) / 2;
      delta[i] = error * y[i] * (1 - y[i]);
    }
    return loss;
  },
};
