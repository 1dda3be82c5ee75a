import { LabError } from '../errors.ts';
import type { Vector } from './vector.ts';
import { significant } from '../words/number-format.ts';

/** A loss E(y, t) for a one-hot t, with its gradient ∂E/∂y. */
export interface Loss {
  readonly id: string;
  /** As `OutputLayer.torch`, where y is enough for it. */
  readonly torch?: readonly string[];
  /** E for the outputs y and the index of the target. */
  value(y: Vector, target: number): number;
  /** Writes ∂E/∂y. `gradient` may be `y` itself. */
  gradient(y: Vector, target: number, gradient: Vector): void;
}

/** E = ½ Σ_i (t_i − y_i)² */
export const quadratic: Loss = {
  id: 'quadratic',
  torch: ['e = 0.5 * ((t - y) ** 2).sum(-1)'],
  value(y, target) {
    let sum = 0;
    for (let i = 0; i < y.length; i++) {
      const difference = y[i] - (i === target ? 1 : 0);
      sum += difference * difference;
    }
    return sum / 2;
  },
  gradient(y, target, gradient) {
    for (let i = 0; i < y.length; i++) gradient[i] = y[i] - (i === target ? 1 : 0);
  },
};

/** E = −ln y_target: the cross-entropy of a distribution. */
export const categoricalCrossEntropy: Loss = {
  id: 'cross-entropy',
  value: (y, target) => -Math.log(y[target]),
  gradient(y, target, gradient) {
    const slope = -1 / y[target];
    gradient.fill(0);
    gradient[target] = slope;
  },
};

/**
 * E = −Σ_i [t_i ln y_i + (1 − t_i) ln(1 − y_i)]: every output is a yes or no of its own.
 * Defined for 0 < y_i < 1 only; the limits y_target = 1 and y_i = 0 elsewhere cost nothing but have no slope.
 */
export const binaryCrossEntropy: Loss = {
  id: 'cross-entropy',
  value(y, target) {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum -= i === target ? Math.log(y[i]) : Math.log1p(-y[i]);
    return sum;
  },
  gradient(y, target, gradient) {
    for (let i = 0; i < y.length; i++) gradient[i] = i === target ? -1 / y[i] : 1 / (1 - y[i]);
  },
};

/** @throws LabError `outside-domain` naming the first output that is not inside (0, 1) */
export function requireInsideUnitInterval(y: Vector): void {
  for (let i = 0; i < y.length; i++)
    if (!(y[i] > 0 && y[i] < 1))
      throw new LabError(
        'outside-domain',
        `Cross-entropy is not defined here: output ${i} is ${significant(y[i])}, outside (0, 1).`,
        'Use an activation that stays inside (0, 1), or train with a clamp ε.',
      );
}
