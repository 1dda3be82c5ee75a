import { LabError } from '../errors.ts';
import type { Vector } from '../outputs/vector.ts';

/**
 * Refuses a δ that is not finite though its E is: a loss may be defined where its slope is not, as √|y − t| at y = t.
 * @throws LabError `outside-domain` with step and output
 */
export function requireFiniteDelta(E: number, delta: Vector, target: number, step: number): void {
  if (!Number.isFinite(E)) return;
  const output = delta.findIndex((value) => !Number.isFinite(value));
  if (output < 0) return;
  throw new LabError(
    'outside-domain',
    `At step ${step}: δ of output ${output}${output === target ? ', the target,' : ''} is ${delta[output]}, though E = ${E} is finite.`,
    'Keep roots, divisions and logarithms of the loss away from where their slope has no bound.',
  );
}
