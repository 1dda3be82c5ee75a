import { trainingLayerOf } from '../layers/layer-of.ts';
import { initialWeights, type InitialWeightsOptions } from '../network/initial-weights.ts';
import { stream } from '../network/random.ts';
import type { ReadingStart } from '../network/reading-start.ts';
import type { Shape, Weights } from '../network/weights.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';

/** The weights of a probe, or all it takes to draw them: large ones are drawn where nothing waits. */
export type ProbeWeights =
  | {
      readonly kind: 'given';
      readonly weights: Weights;
      readonly steps: number;
      /** Where these weights start to read and draw text from. */
      readonly start: ReadingStart;
    }
  | {
      readonly kind: 'fresh';
      readonly initial: InitialWeightsOptions;
      /** Layer of the arm; it matters for an initial by alone. */
      readonly layer: string;
      readonly clamp: number | null;
      readonly seed: number;
    };

/** Numbers of the weights that are kept drawn: a few million are drawn in a tenth of a second. */
const mostKept = 4_000_000;

/** Those that were drawn last: a number that is dragged asks for the same ones many times a second. */
let drawn: { readonly key: string; readonly weights: Weights } | null = null;

/** Fresh weights; whoever asks reads them and writes nothing into them. */
function freshWeights(
  { initial, layer, clamp, seed }: Extract<ProbeWeights, { kind: 'fresh' }>,
  shape: Shape,
  own: readonly LayerDefinition[],
): Weights {
  const key = JSON.stringify([initial, layer, clamp, seed, shape, own.find(({ id }) => id === layer)]);
  if (drawn?.key === key) return drawn.weights;
  const weights = initialWeights(shape, initial, trainingLayerOf(own, layer, clamp), stream(seed, 'weights'));
  const { vocabulary: V, hidden: H } = shape;
  if ((2 * V + H) * H <= mostKept) drawn = { key, weights };
  return weights;
}

/**
 * The weights, with the number of updates behind them and the state from which they read: h = 0 for fresh ones. Fresh ones are the ones a run of that seed starts with.
 * @param own layers that the experiment brings along
 */
export function weightsOf(
  source: ProbeWeights,
  shape: Shape,
  own: readonly LayerDefinition[],
): { weights: Weights; steps: number; start: ReadingStart } {
  if (source.kind === 'given') return source;
  return { weights: freshWeights(source, shape, own), steps: 0, start: { kind: 'zero' } };
}
