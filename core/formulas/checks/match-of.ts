import { activationOf, type ActivationId } from '../../outputs/activations/registry.ts';
import type { LayerMatch } from '../../outputs/match.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import type { Compiled } from '../compile.ts';
import { scaledTanhSlope } from '../graph/derivative.ts';
import type { Graph } from '../graph/graph.ts';
import { lossWhereDefined } from '../../outputs/where-defined.ts';
import { constantOf, runOf, type Matched } from './matched.ts';
import { isCall, isNumber, type Node } from '../graph/node.ts';
import { randomPoints } from './points.ts';

/** What it takes to ask a layer. */
type AskedLayer = Pick<OutputLayer, 'activation' | 'forward' | 'lossAndDelta'>;

/** Which of the three kinds a layer is, as far as its numbers tell. @throws LabError what the layer throws */
export function matchOf(layer: AskedLayer): LayerMatch {
  if (constantOf(layer.lossAndDelta.bind(layer)) !== null) return 'matched';
  return slopeStays(layer) ? 'slope-stays' : 'other';
}

/** The same of a formula, where it is known already whether it is matched. */
export function formulaMatch(
  activation: ActivationId,
  { program }: Compiled,
  matched: Matched | null,
): LayerMatch {
  if (matched) return 'matched';
  const { forward } = activationOf(activation);
  return slopeStays({ activation, forward, lossAndDelta: runOf(program) }) ? 'slope-stays' : 'other';
}

/** Logits of a wrong output that is sure of it, and surer; the slope falls by e⁻⁴ or more between them. */
const sure = [7, 11] as const;
/** How much δ over the slope may grow between them: as z² does, but far below the e⁴ of a slope that has cancelled. */
const mostGrowth = 5;

/**
 * Whether δ goes to 0 with the slope of the activation where an output is saturated and wrong: δ_i/f′(z_i) stays within
 * bounds at a target with a low logit and at another output with a high one, whatever the others are.
 */
function slopeStays({ activation, forward, lossAndDelta }: AskedLayer): boolean {
  const { identity, slope } = activationOf(activation);
  if (identity) return false;
  let largest = 0;
  for (const V of [2, 5])
    for (const { z } of randomPoints(V, 4, 1)) {
      const ratios = sure.map((size) => {
        const [y, delta] = [new Float64Array(V), new Float64Array(V)];
        z[0] = -size;
        z[1] = size;
        if (!Number.isFinite(lossWhereDefined(() => lossAndDelta(z, 0, y, delta)))) return [NaN, NaN];
        forward(z, y);
        return [0, 1].map((i) => Math.abs(delta[i]) / slope(y[i]));
      });
      for (const i of [0, 1]) {
        const [near, far] = ratios.map((pair) => pair[i]);
        if (!(far <= mostGrowth * near) && !(far === 0)) return false;
        largest = Math.max(largest, near);
      }
    }
  return largest > 0;
}

/** Whether the slope is seen as a factor of δ: in each of its terms, at the target and elsewhere. */
export function slopeIsFactor({ valued: { graph, y, split } }: Compiled): boolean {
  const factors = slopeFactors(graph, y);
  return (
    factors.length > 0 &&
    carries(split.elsewhere, factors) &&
    carries(
      split.atTarget,
      factors.map((factor) => graph.target(factor)),
    )
  );
}

/** What the slope is a product of: y (1 − y) of a sigmoid; y of a softmax, as in every row of its Jacobian; else y′ itself. */
function slopeFactors(graph: Graph, y: Node): readonly Node[] {
  if (isCall(y, 'sigmoid')) return [y, graph.add([[-1, y]], 1)];
  if (y.operation === 'softmax') return [y];
  return isCall(y, 'scaledtanh') ? [scaledTanhSlope(graph, y)] : [];
}

function carries(node: Node, factors: readonly Node[]): boolean {
  const { operation, values, numbers } = node;
  if (isNumber(node, 0)) return true;
  if (operation === 'multiply')
    return factors.every((factor) => values.some((value, i) => value === factor && numbers[i] >= 1));
  if (operation === 'add') return numbers[0] === 0 && values.every((value) => carries(value, factors));
  return operation === 'where' && carries(values[1], factors) && carries(values[2], factors);
}
