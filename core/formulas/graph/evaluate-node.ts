import { logrest, logrestSlope } from './logrest.ts';
import type { Node } from './node.ts';
import { primitives, type PrimitiveId } from '../language/primitives.ts';

/** What the names of an expression stand for. */
export interface NodeValues {
  /** The variable `z`, V values. */
  readonly variable: Float64Array;
  /** `held`, V values; absent where the expression holds none. */
  readonly held?: Float64Array | undefined;
  readonly target: number;
  readonly parameters: ReadonlyMap<string, number>;
}

type Value = number | Float64Array;

/**
 * The value of an expression as it stands, in float64: of a vector its V entries, of a scalar one number. For single
 * parts of a formula that are shown; what trains is a program (`lower.ts`).
 */
export class NodeEvaluation {
  readonly #values: NodeValues;
  readonly #known = new Map<Node, Value>();

  constructor(values: NodeValues) {
    this.#values = values;
  }

  /** Entry i of a vector, or the scalar. */
  at(node: Node, i: number): number {
    const value = this.of(node);
    return typeof value === 'number' ? value : value[i];
  }

  /** V entries; of a scalar as many equal ones. */
  row(node: Node): Float64Array {
    const value = this.of(node);
    return typeof value === 'number' ? new Float64Array(this.#length).fill(value) : value;
  }

  of(node: Node): Value {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const value = this.#compute(node);
    this.#known.set(node, value);
    return value;
  }

  get #length(): number {
    return this.#values.variable.length;
  }

  /** Entry by entry; of scalars a scalar. */
  #each(nodes: readonly Node[], f: (...entries: number[]) => number): Value {
    const values = nodes.map((node) => this.of(node));
    if (values.every((value) => typeof value === 'number')) return f(...values);
    return Float64Array.from({ length: this.#length }, (_, i) =>
      f(...values.map((value) => (typeof value === 'number' ? value : value[i]))),
    );
  }

  #compute(node: Node): Value {
    const { values, numbers } = node;
    const [a, b] = values;
    switch (node.operation) {
      case 'number':
        return numbers[0];
      case 'parameter':
        return this.#values.parameters.get(node.name) ?? NaN;
      case 'V':
        return this.#length;
      case 'z':
        return this.#values.variable;
      case 'held':
        return this.#values.held ?? new Float64Array(this.#length).fill(NaN);
      case 't':
        return Float64Array.from({ length: this.#length }, (_, i) => (i === this.#values.target ? 1 : 0));
      case 'add':
        return this.#each(values, (...x) =>
          x.reduce((sum, value, i) => sum + numbers[i + 1] * value, numbers[0]),
        );
      case 'multiply':
        return this.#each(values, (...x) =>
          x.reduce((product, value, i) => product * (numbers[i] === 1 ? value : value ** numbers[i]), 1),
        );
      case 'power':
        return this.#each(values, (x, e) => x ** e);
      case 'call':
        return this.#each(values, primitives[node.name as PrimitiveId].value);
      case 'larger':
        return this.#each(values, Math.max);
      case 'smaller':
        return this.#each(values, Math.min);
      case 'less':
        return this.#each(values, (x, y) => Number(x < y));
      case 'notMore':
        return this.#each(values, (x, y) => Number(x <= y));
      case 'equal':
        return this.#each(values, (x, y) => Number(x === y));
      case 'and':
        return this.#each(values, (x, y) => Number(x !== 0 && y !== 0));
      case 'or':
        return this.#each(values, (x, y) => Number(x !== 0 || y !== 0));
      case 'not':
        return this.#each(values, (x) => Number(x === 0));
      case 'where':
        return this.#each(values, (condition, x, y) => (condition !== 0 ? x : y));
      case 'sum':
        return this.row(a).reduce((sum, value) => sum + value, 0);
      case 'largest':
        return this.row(a).reduce((most, value) => Math.max(most, value), -Infinity);
      case 'target':
        return this.at(a, this.#values.target);
      case 'patch': {
        const row = this.row(a).slice();
        row[this.#values.target] = this.at(b, this.#values.target);
        return row;
      }
      case 'first': {
        const row = this.row(a);
        const most = row.reduce((at, value, i) => (value > row[at] ? i : at), 0);
        return row.map((_, i) => (i === most ? 1 : 0));
      }
      case 'softmax':
      case 'logsoftmax':
      case 'logsumexp': {
        const row = this.row(a);
        const most = row.reduce((largest, value) => Math.max(largest, value), -Infinity);
        const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
        if (node.operation === 'logsumexp') return most + Math.log(sum);
        return row.map((value) =>
          node.operation === 'softmax' ? Math.exp(value - most) / sum : value - most - Math.log(sum),
        );
      }
      case 'logrest':
      case 'logrestSlope': {
        const n = this.#length;
        const memory = new Float64Array(3 * n);
        memory.set(this.row(a));
        if (node.operation === 'logrest') logrest(memory, 0, n, n);
        else {
          memory.set(this.row(b), n);
          logrestSlope(memory, 0, n, -1, 2 * n, n);
        }
        return node.operation === 'logrest' ? memory.slice(n, 2 * n) : memory.slice(2 * n);
      }
    }
  }
}
