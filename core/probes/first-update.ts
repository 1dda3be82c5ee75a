import { clip } from '../network/clipping.ts';
import type { Clipping } from '../network/engine.ts';
import type { Parameters } from '../network/parameters.ts';
import { updateRatio } from '../network/update-ratio.ts';
import type { ParameterName } from '../network/weights.ts';
import type { OptimizerSettings } from '../optimizers/optimizer.ts';
import { optimizer } from '../optimizers/registry.ts';

/** What turns a gradient into an update. */
export interface UpdateRule {
  readonly optimizer: { readonly id: string; readonly settings: OptimizerSettings };
  readonly clipping: Clipping;
}

/**
 * Weights after the first step that an optimiser with an empty memory makes: clipping and optimiser included.
 * @param gradientNorm ‖∂E/∂W‖ over all matrices, what clipping by norm looks at
 * @param gradient ∂E/∂W of these weights; changed in place
 */
export function firstUpdate(
  { optimizer: chosen, clipping }: UpdateRule,
  rate: number,
  gradientNorm: number,
  weights: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const rule = optimizer(chosen.id);
  const settings = { ...rule.defaults, ...chosen.settings };
  clip(gradient, gradientNorm, clipping);
  const after = weights.slice();
  rule.update(after, gradient, rule.init(after, settings), rate, settings);
  return after;
}

/**
 * ‖ΔW‖ / ‖W‖ of each matrix for that step. In the midst of a training the memory is not empty, and the steps of all
 * optimisers but plain SGD differ; those that were made are recorded in training.
 * @param entries ∂E/∂W of a matrix; changed in place
 */
export function firstUpdateRatios(
  p: Parameters,
  rule: UpdateRule,
  rate: number,
  gradientNorm: number,
  entries: (name: ParameterName) => Float64Array,
): Partial<Record<ParameterName, number>> {
  return Object.fromEntries(
    Array.from(p.views(), ([name, weights]) => {
      const after = firstUpdate(rule, rate, gradientNorm, weights, entries(name));
      return [name, updateRatio(after, 0, weights, 0, weights.length)];
    }),
  );
}
