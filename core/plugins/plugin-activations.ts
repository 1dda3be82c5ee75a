import { linear, logistic, scaledTanh, softmax, type Activation } from '../outputs/activations.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { asDistribution, clippedAndNormalised, normalised } from '../outputs/probabilities.ts';

/** What the lab does for a plug-in that has no method of its own, by its activation. */
interface ActivationDefaults extends Pick<Activation, 'forward' | 'uniformBias'> {
  readonly probabilities: OutputLayer['probabilities'];
}

/** The activations a plug-in may name. */
export const pluginActivations = {
  linear: { ...linear, probabilities: clippedAndNormalised },
  sigmoid: { ...logistic, probabilities: normalised },
  softmax: { ...softmax, probabilities: asDistribution },
  'tanh-scaled': { ...scaledTanh, probabilities: clippedAndNormalised },
} as const satisfies Readonly<Record<string, ActivationDefaults>>;

export type PluginActivation = keyof typeof pluginActivations;

export const isPluginActivation = (name: string): name is PluginActivation =>
  Object.hasOwn(pluginActivations, name);
