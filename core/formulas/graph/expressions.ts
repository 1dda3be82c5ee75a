import type { RowProgram } from '../../outputs/row-program.ts';
import { Graph } from './graph.ts';
import { lower } from '../program/lower.ts';
import { isNumber, type Node } from './node.ts';
import { OneHot, type Split } from './one-hot.ts';
import { isVectorial, type Syntax } from '../language/syntax.ts';
import { LabError } from '../../errors.ts';
import { derivative } from './derivative.ts';
import { FormulaError } from '../language/formula-error.ts';
import type { FormulaDefinition } from '../../outputs/layer-definition.ts';
import { elaborate } from './elaborate.ts';
import { activationOf, type ActivationId } from '../../outputs/activations/registry.ts';
import { parse } from '../language/parse.ts';

/** A formula's loss and its δ as expressions of one graph. */
export interface Expressions {
  readonly graph: Graph;
  readonly y: Node;
  /** E, a single number. */
  readonly loss: Node;
  /** δ = ∂E/∂z, in t. */
  readonly delta: Node;
  /** δ with t = 0 and at the target. */
  readonly split: Split;
}

/** E, y and δ as a program. */
export function programOf({ graph, y, loss, delta, split }: Expressions): RowProgram {
  const oneHot = new OneHot(graph);
  return lower(oneHot.free(loss), y, delta.hasT ? split : oneHot.free(delta));
}

/** The first call of a function in a formula. */
function callOf(syntax: Syntax, name: string): Syntax | null {
  const first = (...parts: readonly Syntax[]) =>
    parts.reduce<Syntax | null>((found, part) => found ?? callOf(part, name), null);
  switch (syntax.kind) {
    case 'number':
    case 'name':
      return null;
    case 'negative':
    case 'not':
      return callOf(syntax.of, name);
    case 'call':
      return syntax.name === name ? syntax : first(...syntax.values);
    default:
      return first(syntax.left, syntax.right);
  }
}

function differentiated(graph: Graph, loss: Node, syntax: Syntax, source: string): Node {
  try {
    return derivative(graph, loss);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const call = ['sign', 'step', 'firstmax'].reduce<Syntax | null>(
      (found, name) => found ?? callOf(syntax, name),
      null,
    );
    throw new FormulaError(source, call ?? syntax, error.message, error.next);
  }
}

/** E and δ of what was read, with parameters as given. */
export function expressions(
  { activation, loss: source }: Pick<FormulaDefinition, 'activation' | 'loss'>,
  syntax: Syntax,
  parametersOf: (graph: Graph) => readonly (readonly [string, Node])[],
  graph = new Graph(),
): Expressions {
  const y = outputExpression(graph, activation);
  const whole = { from: syntax.from, to: syntax.to };
  const read = elaborate(syntax, { graph, source, y, parameters: new Map(parametersOf(graph)) });
  const loss = isVectorial(syntax) ? graph.sum(read) : read;
  if (!loss.hasZ)
    throw new FormulaError(
      source,
      whole,
      'This does not depend on the outputs.',
      'A loss needs y or z in it.',
    );
  const delta = differentiated(graph, loss, syntax, source);
  if (isNumber(delta, 0))
    throw new FormulaError(
      source,
      whole,
      'The derivative is 0 wherever there is one, so nothing would be learnt.',
      'A loss has to change with y or z beyond jumps.',
    );
  return { graph, y, loss, delta, split: new OneHot(graph).split(delta) };
}

/** y as an expression in z: what the activation's record says in the language of formulas. */
function outputExpression(graph: Graph, activation: ActivationId): Node {
  const { expression } = activationOf(activation);
  return elaborate(parse(expression), {
    graph,
    source: expression,
    y: graph.node('z', []),
    parameters: new Map(),
  });
}
