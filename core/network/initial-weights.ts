import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Generator } from './random.ts';
import { dimensions, type Shape, type Weights } from './weights.ts';

/** Factors of the drawn matrices; 1 leaves one as it is drawn. */
export interface InitialScale {
  readonly Wxh: number;
  readonly Whh: number;
  readonly Why: number;
}

export const unscaled: InitialScale = { Wxh: 1, Whh: 1, Why: 1 };

export interface InitialWeightsOptions {
  /** `uniform`: (−1/√H, 1/√H); `normal`: N(0, 0.01²). */
  readonly initial: 'uniform' | 'normal';
  /** Biases are 0, or by is the bias at which every output of the layer is 1/V. */
  readonly outputBias: 'zero' | 'uniform-output';
  /** Left out: `unscaled`. */
  readonly initialScale?: InitialScale;
}

/**
 * Initial weights. The draws depend on shape and generator alone, so every arm of a seed starts with the same
 * matrices; only the switched-on output bias depends on the layer. A scale multiplies what was drawn: with another one
 * a seed still draws the same numbers.
 */
export function initialWeights(
  shape: Shape,
  { initial, outputBias, initialScale = unscaled }: InitialWeightsOptions,
  layer: Pick<OutputLayer, 'uniformBias'>,
  generator: Generator,
): Weights {
  const { hidden: H, vocabulary: V, biases } = shape;
  const bound = 1 / Math.sqrt(H);
  const draw =
    initial === 'uniform' ? () => (2 * generator.uniform() - 1) * bound : () => 0.01 * generator.normal();
  const matrix = (name: 'Wxh' | 'Whh' | 'Why') => {
    const [rows, columns] = dimensions(name, shape);
    return Float64Array.from({ length: rows * columns }, () => initialScale[name] * draw());
  };
  const matrices = { Wxh: matrix('Wxh'), Whh: matrix('Whh'), Why: matrix('Why') };
  if (!biases) return matrices;
  const by = new Float64Array(V);
  if (outputBias === 'uniform-output') by.fill(layer.uniformBias(V));
  return { ...matrices, bh: new Float64Array(H), by };
}
