import type { OutputLayer, Vector } from '../outputs/output-layer.ts';

/** ε of the smoothing: the same for every arm, so that no arm is charged an infinite number of bits. */
export const smoothing = 1e-4;

/** The rule as it is printed in reports. */
export const readingRule =
  'Outputs are read as probabilities q: y (softmax), y / Σ y (sigmoid), max(y, 0) / Σ max(y, 0) (linear; uniform if ' +
  'all are ≤ 0). Then p = (1 − ε) q + ε/V with ε = 0.0001 for every arm.';

/**
 * Writes p = (1 − ε) q + ε/V, the outputs y of a layer read as probabilities. `p` may be `y` itself.
 * @returns whether an output had to be clipped at 0
 */
export function readAsProbabilities(layer: OutputLayer, y: Vector, p: Vector): boolean {
  const clipped = layer.probabilities(y, p);
  const floor = smoothing / p.length;
  for (let i = 0; i < p.length; i++) p[i] = (1 - smoothing) * p[i] + floor;
  return clipped;
}
