import { LabError } from '../errors.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { LayerKernelId } from '../outputs/output-layer.ts';
import type { RowProgram } from '../outputs/row-program.ts';
import { derivative } from './derivative.ts';
import { elaborate } from './elaborate.ts';
import { FormulaError } from './formula-error.ts';
import { Graph } from './graph.ts';
import { lower } from './lower.ts';
import { isTaken } from './names.ts';
import { isNumber, type Node } from './node.ts';
import { OneHot, type Split } from './one-hot.ts';
import { outputExpression } from './output-activation.ts';
import { parse } from './parse.ts';
import { kernelOf } from './recognise.ts';
import { isVectorial, type Syntax } from './syntax.ts';

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

export interface Compiled {
  readonly syntax: Syntax;
  /** Whether the expression is summed over the outputs; else it is E itself. */
  readonly summed: boolean;
  /** The text of the expression. */
  readonly source: string;
  /** Names of the parameters. */
  readonly names: ReadonlySet<string>;
  /** Parameters as names: to be shown. */
  readonly shown: Expressions;
  /** Parameters as their values: to be computed. */
  readonly valued: Expressions;
  readonly program: RowProgram;
  /** The built-in layer that has the same E and δ; its kernel computes them. */
  readonly kernel: LayerKernelId | null;
}

/** Most parameters of a formula. */
const mostParameters = 16;

/**
 * A formula made ready: read, differentiated, simplified, and as a program. An expression with an entry for each output is
 * summed over the outputs; a single number is the loss itself.
 * @throws FormulaError (a LabError `bad-formula` with the place) where the text is not a loss
 */
export function compile(definition: FormulaDefinition): Compiled {
  const source = definition.loss;
  checkParameters(definition);
  const parameters = Object.entries(definition.parameters);
  const names = new Set(parameters.map(([name]) => name));
  const syntax = parse(source, names);
  const shown = expressions(definition, syntax, (graph) =>
    parameters.map(([name]) => [name, graph.node('parameter', [], [], name)] as const),
  );
  const valued =
    parameters.length === 0
      ? shown
      : expressions(definition, syntax, (graph) =>
          parameters.map(([name, { value }]) => [name, graph.number(value)] as const),
        );
  return {
    source,
    syntax,
    names,
    summed: isVectorial(syntax),
    shown,
    valued,
    program: programOf(valued),
    kernel: kernelOf(definition.activation, valued),
  };
}

/** E, y and δ as a program. */
export function programOf({ graph, y, loss, delta, split }: Expressions): RowProgram {
  const oneHot = new OneHot(graph);
  return lower(oneHot.free(loss), y, delta.hasT ? split : oneHot.free(delta));
}

function checkParameters({ parameters, loss }: FormulaDefinition): void {
  const names = Object.keys(parameters);
  const refuse = (message: string, next = '') => {
    throw new FormulaError(loss, { from: 0, to: 0 }, message, next);
  };
  if (names.length > mostParameters)
    refuse(`There are ${names.length} parameters; at most ${mostParameters} are allowed.`);
  for (const name of names) {
    if (!/^[A-Za-zΑ-Ωα-ωϕϵ_][A-Za-z0-9Α-Ωα-ωϕϵ_]{0,31}$/.test(name))
      refuse(
        'A parameter has a name that cannot stand in a formula.',
        'Use letters, digits and _, at most 32 of them.',
      );
    if (isTaken(name))
      refuse(`The parameter ${name} has the name of something else.`, 'Choose another name.');
    if (!Number.isFinite(parameters[name].value)) refuse(`The parameter ${name} has no finite value.`);
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
