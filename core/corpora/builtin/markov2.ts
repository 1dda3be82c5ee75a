import { uniforms, type BuiltinSource } from './builtin-source.ts';

const alphabet = 'abcdefgh';
const K = alphabet.length;

/**
 * p(c | a, b) for every pair, drawn by the seed: row (a, b) at (a·K + b)·K. Weights are −ln u to the third power,
 * normalised: some continuations are likely, none is impossible.
 */
function transitions(uniform: () => number): Float64Array {
  const p = new Float64Array(K * K * K);
  for (let row = 0; row < K * K; row++) {
    let sum = 0;
    for (let c = 0; c < K; c++) {
      const weight = (-Math.log(1 - uniform())) ** 3 + 1e-6;
      p[row * K + c] = weight;
      sum += weight;
    }
    for (let c = 0; c < K; c++) p[row * K + c] /= sum;
  }
  return p;
}

/** The stationary distribution over pairs, by repeated multiplication until nothing moves. */
function stationaryPairs(p: Float64Array): Float64Array {
  let now = new Float64Array(K * K).fill(1 / (K * K));
  for (let round = 0; round < 100_000; round++) {
    const next = new Float64Array(K * K);
    for (let a = 0; a < K; a++)
      for (let b = 0; b < K; b++)
        for (let c = 0; c < K; c++) next[b * K + c] += now[a * K + b] * p[(a * K + b) * K + c];
    let moved = 0;
    for (let i = 0; i < next.length; i++) moved += Math.abs(next[i] - now[i]);
    now = next;
    if (moved < 1e-15) break;
  }
  return now;
}

/**
 * A random second-order Markov source over eight letters: the next letter depends on the last two.
 *
 * Entropy rate: Σ over pairs of π(a, b) · H(p(· | a, b)), with π the stationary distribution over pairs
 * (Cover, Thomas, Elements of Information Theory, ch. 4). It depends on the seed, which draws the source.
 */
export const markov2: BuiltinSource = {
  id: 'markov2',
  label: 'Random second-order Markov source',
  description: 'Eight letters; each depends on the two before it, by odds that the seed draws.',
  pieces(uniform) {
    const p = transitions(uniform);
    let a = 0;
    let b = 0;
    return () => {
      const row = (a * K + b) * K;
      let u = uniform();
      let c = 0;
      while (c < K - 1 && u >= p[row + c]) u -= p[row + c++];
      a = b;
      b = c;
      return alphabet[c];
    };
  },
  entropyRate(seed) {
    const p = transitions(uniforms(seed));
    const pairs = stationaryPairs(p);
    let rate = 0;
    for (let row = 0; row < K * K; row++)
      for (let c = 0; c < K; c++) {
        const q = p[row * K + c];
        if (q > 0) rate -= pairs[row] * q * Math.log2(q);
      }
    return rate;
  },
};
