import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { RowProgram } from '../outputs/row-program.ts';
import { expressions, programOf, type Expressions } from './graph/expressions.ts';
import { FormulaError } from './language/formula-error.ts';
import { isTaken } from './language/names.ts';
import { parse } from './language/parse.ts';
import { isVectorial, type Syntax } from './language/syntax.ts';
import { activationOf, type ActivationId } from '../outputs/activations/registry.ts';
import { outputLayer } from '../outputs/registry.ts';
import { builtInFormulas } from './built-in-formulas.ts';
import { RowMachine } from './program/row-machine.ts';

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
  readonly twin: OutputLayer | null;
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
    twin: twinOf(definition.activation, valued),
  };
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

/**
 * The layer with a kernel that has the very same δ in z, node by node once all is simplified. Losses of the same δ differ by a
 * number that depends on V alone, so E is compared at one point of each of some V. A kernel leaves its own outputs behind:
 * it fits a layer of the same activation, and one whose outputs are z: nothing in training looks at them.
 */
function twinOf(activation: ActivationId, own: Expressions): OutputLayer | null {
  const { graph } = own;
  for (const { id, activation: name, loss } of builtInFormulas) {
    const twin: OutputLayer = outputLayer(id);
    if (!twin.kernel || (name !== activation && !activationOf(activation).identity)) continue;
    const other = expressions({ activation: name, loss }, parse(loss), () => [], graph);
    if (
      other.split.elsewhere === own.split.elsewhere &&
      other.split.atTarget === own.split.atTarget &&
      [1, 2, 3, 65].every((V) => Math.abs(lossAtZero(own, V) - lossAtZero(other, V)) <= 1e-12 * V)
    )
      return twin;
  }
  return null;
}

function lossAtZero(expression: Expressions, V: number): number {
  const row = new Float64Array(V);
  return new RowMachine(programOf(expression), V).run(row, 0, new Float64Array(V), new Float64Array(V));
}
