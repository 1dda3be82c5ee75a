import { LabError } from '../errors.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';
import { givesProbabilities, outputReadings, readOutputs } from '../outputs/readings/registry.ts';

/** ε of the smoothing: the same for every arm, so that no arm is charged an infinite number of bits. */
export const smoothing = 1e-4;

/** p from q, as it is printed. */
export const smoothingRule = `p = (1 − ε) q + ε/V with ε = ${smoothing} for every output layer`;

/** The rule as it is printed where no layer is named. */
export const readingRule = `Outputs are read as probabilities q as the loss of each layer means them: ${outputReadings
  .map(({ id, plain }) => `${id}: ${plain}`)
  .join('; ')}. Then ${smoothingRule}.`;

/**
 * Writes p = (1 − ε) q + ε/V, the outputs of a layer read as probabilities; NaN everywhere where it has no reading.
 * @param z logits
 * @param y outputs; `p` may be `y` itself
 * @returns whether an output had to be clipped at 0
 */
export function readAsProbabilities(layer: OutputLayer, z: Vector, y: Vector, p: Vector): boolean {
  const clipped = readOutputs(layer, z, y, p);
  const floor = smoothing / p.length;
  for (let i = 0; i < p.length; i++) p[i] = (1 - smoothing) * p[i] + floor;
  return clipped;
}

/**
 * p of the target and Σ p², from sums over the row x that q is a share of: the same rule as `readAsProbabilities`, with
 * q = x / Σ x; uniform where the sum is 0.
 */
export function probabilityOfTarget(
  sum: number,
  squares: number,
  target: number,
  vocabulary: number,
): { target: number; squares: number } {
  const floor = smoothing / vocabulary;
  const uniform = sum === 0;
  const q = uniform ? 1 / vocabulary : Math.max(target, 0) / sum;
  const qq = uniform ? 1 / vocabulary : squares / (sum * sum);
  const keep = 1 - smoothing;
  // Σ (keep · q + floor)² with Σ q = 1
  return { target: keep * q + floor, squares: keep * keep * qq + 2 * keep * floor + smoothing * floor };
}

/** Refuses to draw or to weigh text by a layer that has no probabilities. @throws LabError `bad-argument` */
export function requireProbabilities({ id, reading }: OutputLayer): void {
  if (!givesProbabilities(reading))
    throw new LabError(
      'bad-argument',
      `The outputs of ${id} are not read as probabilities, so there is nothing to draw from.`,
      'Choose a reading for this layer, or leave it out.',
    );
}
