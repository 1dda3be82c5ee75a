import type { Optimizer, OptimizerSettings } from '../../optimizers/optimizer.ts';
import { optimizer } from '../../optimizers/registry.ts';
import { allFinite } from '../clipping.ts';
import type { Kernels } from './kernels.ts';

/** A stretch of the flat parameters: where it begins in every vector, and how long it is. In bytes. */
export interface Stretch {
  readonly at: number;
  readonly bytes: number;
  /** Some rows of a table that begins there, each of `bytes`: where their indices lie, and how many they are. */
  readonly rows: { readonly indices: number; readonly count: number } | null;
}

/** Changes a stretch of the parameters; false when one of them is not finite any more. */
type Update = (stretch: Stretch, scale: number, limit: number) => boolean;

export interface FastOptimizer {
  /** How many vectors as long as the parameters it remembers. */
  readonly vectors: number;
  /**
   * Whether a gradient of 0 leaves parameter and state as they are: then the columns of Wxh of characters that did not
   * occur need no update. Only with this do stretches have rows.
   */
  readonly sparse: boolean;
  /**
   * The update of one step.
   * @param step counts from 1
   * @param vectors addresses of parameters, gradients, and what it remembers
   * @param floats the memory they lie in
   */
  prepare(
    kernels: Kernels,
    vectors: readonly number[],
    step: number,
    rate: number,
    settings: OptimizerSettings,
    floats: Float32Array,
  ): Update;
}

/** The optimisers that have kernels, as `core/optimizers` defines them. */
const kernelOptimizers: Readonly<Record<string, FastOptimizer>> = {
  sgd: {
    vectors: 0,
    sparse: true,
    prepare:
      (k, [w, g], _step, rate) =>
      ({ at, bytes, rows }, scale, limit) =>
        (rows
          ? k.sgdRows(w + at, g + at, bytes, rows.indices, rows.count, scale, limit, rate)
          : k.sgd(w + at, g + at, bytes / 4, scale, limit, rate)) === 0,
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
      (k, [w, g, s], _step, rate, { epsilon }) =>
      ({ at, bytes, rows }, scale, limit) =>
        (rows
          ? // prettier-ignore
            k.adagradRows(w + at, g + at, s + at, bytes, rows.indices, rows.count, scale, limit, rate, epsilon)
          : k.adagrad(w + at, g + at, s + at, bytes / 4, scale, limit, rate, epsilon)) === 0,
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

/** An optimiser that only exists as TypeScript, on the same memory. Its state must begin with zeros. */
export function throughTypeScript(chosen: Optimizer, settings: OptimizerSettings): FastOptimizer {
  const names = Object.keys(chosen.init(new Float32Array(1), settings).vectors);
  return {
    vectors: names.length,
    sparse: false,
    prepare: (_kernels, [parameters, gradients, ...state], step, rate, given, floats) => {
      return ({ at, bytes }, scale, limit) => {
        const view = (base: number) => floats.subarray((base + at) / 4, (base + at + bytes) / 4);
        const g = view(gradients);
        for (let i = 0; i < g.length; i++) g[i] = Math.min(Math.max(g[i] * scale, -limit), limit);
        const vectors = Object.fromEntries(names.map((name, i) => [name, view(state[i])]));
        const w = view(parameters);
        chosen.update(w, g, { step: step - 1, vectors }, rate, given);
        return allFinite(w);
      };
    },
  };
}

/** The float32 form of an optimiser of the registry. @throws LabError `unknown-name` */
export function fastOptimizer({
  id,
  settings,
}: {
  readonly id: string;
  readonly settings: OptimizerSettings;
}): FastOptimizer {
  return kernelOptimizers[id] ?? throughTypeScript(optimizer(id), settings);
}
