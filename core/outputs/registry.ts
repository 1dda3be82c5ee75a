import { byId, LabError } from '../errors.ts';
import { linearCrossEntropy } from './linear-cross-entropy.ts';
import { linearQuadratic } from './linear-quadratic.ts';
import type { OutputLayer } from './output-layer.ts';
import { sigmoidCrossEntropy } from './sigmoid-cross-entropy.ts';
import { sigmoidQuadratic } from './sigmoid-quadratic.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { softmaxQuadratic } from './softmax-quadratic.ts';

/** Every output layer there is. A new one is a file and a line here. */
export const outputLayers = [
  linearQuadratic,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sigmoidQuadratic,
  softmaxQuadratic,
  linearCrossEntropy,
] as const satisfies readonly OutputLayer[];

type OutputLayerId = (typeof outputLayers)[number]['id'];

/** The output layer of that name. @throws LabError `unknown-name` that says what there is */
export const outputLayer = (id: string): OutputLayer<OutputLayerId> => byId('output layer', outputLayers, id);

/** The clamp ε an arm starts with; null for layers whose loss is defined everywhere. */
export function defaultClamp(layer: OutputLayer): number | null {
  return layer.clamped ? 1e-3 : null;
}

/**
 * A layer as it is trained: with its clamp where it needs one.
 * @throws LabError `bad-experiment` when a clamp is missing, outside (0, ½), or given to a layer that has none
 */
export function trainingForm(layer: OutputLayer, clamp: number | null): OutputLayer {
  const { id } = layer;
  if (!layer.clamped) {
    if (clamp !== null) throw new LabError('bad-experiment', `${id} has no clamp.`);
    return layer;
  }
  if (clamp === null || !(clamp > 0 && clamp < 0.5))
    throw new LabError('bad-experiment', `${id} trains only with a clamp ε between 0 and 0.5.`);
  return layer.clamped(clamp);
}
