import {
  linear,
  logistic,
  scaledTanh,
  softmax,
  tanhHeight,
  type Activation,
} from '../outputs/activations.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { Vector } from '../outputs/output-layer.ts';
import { asDistribution, clippedAndNormalised, normalised } from '../outputs/probabilities.ts';
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';

export type ActivationId = FormulaDefinition['activation'];

/** An activation as a formula layer has it: numbers, expression, notation. */
export interface OutputActivation {
  readonly numbers: Activation;
  /** y as an expression in z. */
  readonly of: (graph: Graph, z: Node) => Node;
  readonly probabilities: (y: Vector, q: Vector) => boolean;
  readonly tex: string;
  readonly plain: string;
}

/** The activations a loss can be typed for. */
export const outputActivations: Readonly<Record<ActivationId, OutputActivation>> = {
  linear: {
    numbers: linear,
    of: (_, z) => z,
    probabilities: clippedAndNormalised,
    tex: 'y = z',
    plain: 'y = z',
  },
  sigmoid: {
    numbers: logistic,
    of: (graph, z) => graph.call('sigmoid', z),
    probabilities: normalised,
    tex: 'y = \\sigma(z)',
    plain: 'y = σ(z)',
  },
  softmax: {
    numbers: softmax,
    of: (graph, z) => graph.node('softmax', [z]),
    probabilities: asDistribution,
    tex: 'y = \\operatorname{softmax}(z)',
    plain: 'y = softmax(z)',
  },
  'tanh-scaled': {
    numbers: scaledTanh,
    of: (graph, z) => graph.call('scaledtanh', z),
    probabilities: clippedAndNormalised,
    tex: `y = ${tanhHeight} \\tanh(\\tfrac{2}{3} z)`,
    plain: `y = ${tanhHeight} tanh(⅔ z)`,
  },
};
