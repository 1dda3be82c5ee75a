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

/**
 * p of the target and Σ p², from sums over the outputs: the same rule as `readAsProbabilities`, with q = max(y, 0)/Σ.
 * A softmax has Σ = 1 up to rounding.
 */
export function probabilityOfTarget(
  { sum, squares, target }: { readonly sum: number; readonly squares: number; readonly target: number },
  vocabulary: number,
): { target: number; squares: number } {
  const floor = smoothing / vocabulary;
  const uniform = !(sum > 0);
  const q = uniform ? 1 / vocabulary : Math.max(target, 0) / sum;
  const qq = uniform ? 1 / vocabulary : squares / (sum * sum);
  const keep = 1 - smoothing;
  // Σ (keep · q + floor)² with Σ q = 1
  return { target: keep * q + floor, squares: keep * keep * qq + 2 * keep * floor + smoothing * floor };
}
