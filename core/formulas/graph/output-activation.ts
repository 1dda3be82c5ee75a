import { activationOf, type ActivationId } from '../../outputs/activations/registry.ts';
import { elaborate } from './elaborate.ts';
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';
import { parse } from '../language/parse.ts';

/** y as an expression in z: what the activation's record says in the language of formulas. */
export function outputExpression(graph: Graph, activation: ActivationId): Node {
  const { expression } = activationOf(activation);
  return elaborate(parse(expression), {
    graph,
    source: expression,
    y: graph.node('z', []),
    parameters: new Map(),
  });
}
