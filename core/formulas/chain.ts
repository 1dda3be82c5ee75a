import { activationOf } from '../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import { ChainWriter, type ChainForms, type Derivative } from './typeset/chain-forms.ts';
import { compile, type Compiled } from './compile.ts';
import { derivative } from './graph/derivative.ts';
import { elaborate } from './graph/elaborate.ts';
import { NodeEvaluation, type NodeValues } from './graph/evaluate-node.ts';
import { Graph } from './graph/graph.ts';
import { isNumber, type Node } from './graph/node.ts';
import { OneHot, type Split } from './graph/one-hot.ts';
import { isVectorial } from './language/syntax.ts';

/** The chain rule of a layer at outputs. */
interface ChainValues {
  /** ∂E/∂y_j, V values. */
  readonly gradient: Float64Array;
  /** ∂E/∂z_i at fixed y; null where the loss holds no z. */
  readonly direct: Float64Array | null;
  /** The numbers of `ChainForms` at one output, by their keys. */
  numbersAt(i: number): Readonly<Record<string, number>>;
}

/** Symbols of the chain rule of a formula, and their values. */
export interface Chain {
  readonly forms: ChainForms;
  /** @param y what stands for the outputs: y itself, or y inside a clamp */
  valuesAt(y: Float64Array, z: Float64Array, target: number): ChainValues;
  /** E as a function of y and z as if they were free of each other. */
  lossAt(y: Float64Array, z: Float64Array, target: number): number;
}

/**
 * The chain rule of a typed loss, a published one or a built-in layer as a formula. ∂E/∂y is the derivative with y for the
 * variable and z held; what a loss takes from z itself comes apart, as `direct`.
 * @throws FormulaError as `compile` does
 */
export function chainOf(definition: FormulaDefinition): Chain {
  return new ChainRule(definition);
}

class ChainRule implements Chain {
  readonly forms: ChainForms;
  readonly #compiled: Compiled;
  readonly #parameters: ReadonlyMap<string, number>;
  readonly #graph = new Graph();
  /** The loss as it was read: an entry for each output, or one number. */
  readonly #read: Node;
  readonly #gradient: Node;
  readonly #direct: Derivative | null;
  readonly #keys: ReadonlyMap<Node, string>;

  constructor(definition: FormulaDefinition) {
    const compiled = compile(definition);
    const { identity } = activationOf(definition.activation);
    this.#compiled = compiled;
    this.#parameters = new Map(
      Object.entries(definition.parameters).map(([name, { value }]) => [name, value]),
    );
    const variable = this.#graph.node('z', []);
    this.#read = this.#reading(
      definition,
      this.#graph,
      variable,
      identity ? variable : this.#graph.node('held', []),
    );
    this.#gradient = derivative(this.#graph, this.#total(this.#graph, this.#read));
    const graph = new Graph();
    const held = this.#reading(definition, graph, graph.node('held', []), graph.node('z', []));
    const node = identity ? graph.number(0) : derivative(graph, this.#total(graph, held));
    this.#direct = isNumber(node, 0) ? null : { graph, node };
    const writer = new ChainWriter(compiled, { graph: this.#graph, node: this.#gradient }, this.#direct);
    this.forms = writer.write(definition);
    this.#keys = writer.keys;
  }

  #reading({ loss, parameters }: FormulaDefinition, graph: Graph, y: Node, z: Node): Node {
    const named = Object.keys(parameters).map(
      (name) => [name, graph.node('parameter', [], [], name)] as const,
    );
    return elaborate(this.#compiled.syntax, { graph, source: loss, y, z, parameters: new Map(named) });
  }

  #total(graph: Graph, read: Node): Node {
    return isVectorial(this.#compiled.syntax) ? graph.sum(read) : read;
  }

  valuesAt(y: Float64Array, z: Float64Array, target: number): ChainValues {
    const parameters = this.#parameters;
    const values: NodeValues = { variable: y, held: z, target, parameters };
    const split = new OneHot(this.#graph);
    const ofY = new NodeEvaluation(values);
    const gradient = entries(ofY, split.split(this.#gradient), target);
    const direct =
      this.#direct &&
      entries(
        new NodeEvaluation({ variable: z, held: y, target, parameters }),
        new OneHot(this.#direct.graph).split(this.#direct.node),
        target,
      );
    return {
      gradient,
      direct,
      numbersAt: (i) => ({
        y: y[i],
        z: z[i],
        t: i === target ? 1 : 0,
        V: y.length,
        loss: this.#lossAt(ofY, split, i, target),
        ...Object.fromEntries([...parameters].map(([name, value]) => [`p:${name}`, value])),
        ...Object.fromEntries([...this.#keys].map(([node, key]) => [key, ofY.at(node, i)])),
      }),
    };
  }

  lossAt(y: Float64Array, z: Float64Array, target: number): number {
    const total = new OneHot(this.#graph).free(this.#total(this.#graph, this.#read));
    return new NodeEvaluation({ variable: y, held: z, target, parameters: this.#parameters }).at(total, 0);
  }

  #lossAt(evaluation: NodeEvaluation, oneHot: OneHot, i: number, target: number): number {
    if (!this.#read.vector) return evaluation.at(oneHot.free(this.#read), i);
    const split = oneHot.split(this.#read);
    return i === target ? evaluation.at(split.atTarget, i) : evaluation.at(split.elsewhere, i);
  }
}

/** V values of an expression for a one-hot target: 0 times what is not finite never meets. */
function entries(evaluation: NodeEvaluation, { elsewhere, atTarget }: Split, target: number): Float64Array {
  const row = evaluation.row(elsewhere).slice();
  row[target] = evaluation.at(atTarget, target);
  return row;
}
