/**
 * The built-in layer softmax + cross-entropy as a plug-in: the matched pair, δ = y − t.
 *
 * @type {import('./loss-plugin').LossPlugin}
 */
export default {
  id: 'plugin-softmax-cross-entropy',
  label: 'softmax + cross-entropy (plug-in)',
  activation: 'softmax',
  formula: 'E = −Σ t ln y',
  delta: 'δ = y − t',
  reference: 'Bridle, NIPS 1989',
  matched: true,

  lossAndDelta(z, target, y, delta) {
    // −ln y_target from the logits: finite also where y_target underflows to 0.
    let largest = -Infinity;
    for (let i = 0; i < z.length; i++) largest = Math.max(largest, z[i]);
    let sum = 0;
    for (let i = 0; i < z.length; i++) sum += Math.exp(z[i] - largest);
    delta.set(y);
    delta[target] -= 1;
    return Math.log(sum) - (z[target] - largest);
  },
};
