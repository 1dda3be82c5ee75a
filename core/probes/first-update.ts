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
 * ‖ΔW‖ / ‖W‖ of each matrix for the first step that an optimiser with an empty memory makes: clipping and optimiser
 * included. In the midst of a training the memory is not empty, and the steps of all optimisers but plain SGD differ;
 * those that were made are recorded in training.
 * @param gradientNorm ‖∂E/∂W‖ over all matrices, what clipping by norm looks at
 * @param entries ∂E/∂W of a matrix; changed in place
 */
export function firstUpdateRatios(
  p: Parameters,
  { optimizer: chosen, clipping }: UpdateRule,
  rate: number,
  gradientNorm: number,
  entries: (name: ParameterName) => Float64Array,
): Partial<Record<ParameterName, number>> {
  const rule = optimizer(chosen.id);
  const settings = { ...rule.defaults, ...chosen.settings };
  return Object.fromEntries(
    Array.from(p.views(), ([name, weights]) => {
      const gradient = entries(name);
      clip(gradient, gradientNorm, clipping);
      const after = weights.slice();
      rule.update(after, gradient, rule.init(after, settings), rate, settings);
      return [name, updateRatio(after, 0, weights, 0, weights.length)];
    }),
  );
}
