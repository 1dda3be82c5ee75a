import type { OptimizerSettings } from '../../optimizers/optimizer.ts';
import type { Kernels } from './kernels.ts';

/** A stretch of the flat parameters: where it begins in every vector, and how long it is. In bytes. */
export interface Stretch {
  readonly at: number;
  readonly bytes: number;
}

/** Changes a stretch of the parameters; false when one of them is not finite any more. */
export type Update = (stretch: Stretch, scale: number, limit: number) => boolean;

export interface FastOptimizer {
  /** How many vectors as long as the parameters it remembers. */
  readonly vectors: number;
  /**
   * Whether a gradient of 0 leaves parameter and state as they are: then the columns of Wxh of characters that did not
   * occur need no update.
   */
  readonly sparse: boolean;
  /**
   * The update of one step.
   * @param step counts from 1
   * @param vectors addresses of parameters, gradients, and what it remembers
   */
  prepare(
    kernels: Kernels,
    vectors: readonly number[],
    step: number,
    rate: number,
    settings: OptimizerSettings,
  ): Update;
}

/** The built-in optimisers, as `core/optimizers` defines them. */
export const fastOptimizers: Readonly<Record<string, FastOptimizer>> = {
  sgd: {
    vectors: 0,
    sparse: true,
    prepare:
      (k, [w, g], _step, rate) =>
      ({ at, bytes }, scale, limit) =>
        k.sgd(w + at, g + at, bytes / 4, scale, limit, rate) === 0,
  },
  momentum: {
    vectors: 1,
    sparse: false,
    prepare:
      (k, [w, g, v], _step, rate, settings) =>
      ({ at, bytes }, scale, limit) =>
        k.momentum(w + at, g + at, v + at, bytes / 4, scale, limit, rate, settings['momentum']) === 0,
  },
  adagrad: {
    vectors: 1,
    sparse: true,
    prepare:
      (k, [w, g, s], _step, rate, settings) =>
      ({ at, bytes }, scale, limit) =>
        k.adagrad(w + at, g + at, s + at, bytes / 4, scale, limit, rate, settings['epsilon']) === 0,
  },
  rmsprop: {
    vectors: 1,
    sparse: false,
    prepare:
      (k, [w, g, s], _step, rate, { alpha, epsilon }) =>
      ({ at, bytes }, scale, limit) =>
        k.rmsprop(w + at, g + at, s + at, bytes / 4, scale, limit, rate, alpha, 1 - alpha, epsilon) === 0,
  },
  adam: {
    vectors: 2,
    sparse: false,
    prepare: (k, [w, g, m, s], step, rate, { beta1, beta2, epsilon }) => {
      const size = rate / (1 - beta1 ** step);
      const root = Math.sqrt(1 - beta2 ** step);
      return ({ at, bytes }, scale, limit) =>
        k.adam(
          w + at,
          g + at,
          m + at,
          s + at,
          bytes / 4,
          scale,
          limit,
          size,
          root,
          beta1,
          1 - beta1,
          beta2,
          1 - beta2,
          epsilon,
        ) === 0;
    },
  },
};
