import type { PrimitiveId } from '../language/primitives.ts';

/**
 * What a node computes. `add` is c + Σ kᵢ xᵢ, `multiply` Π xᵢ^{eᵢ}; `target(v)` is the entry of v at the target,
 * `logrest` ln(1 − softmax), `first` 1 at the first largest entry and 0 elsewhere, `patch(v, s)` v with s at the target, `held` a vector that is given: no derivative goes through it.
 */
export type Operation =
  | 'number'
  | 'parameter'
  | 'V'
  | 'z'
  | 't'
  | 'add'
  | 'multiply'
  | 'power'
  | 'call'
  | 'larger'
  | 'smaller'
  | 'less'
  | 'notMore'
  | 'equal'
  | 'and'
  | 'or'
  | 'not'
  | 'where'
  | 'sum'
  | 'largest'
  | 'logsumexp'
  | 'softmax'
  | 'logsoftmax'
  | 'logrest'
  | 'logrestSlope'
  | 'first'
  | 'target'
  | 'patch'
  | 'held';

/**
 * A part of an expression. Equal parts of one graph are one node, so an expression is a graph without cycles and two
 * expressions are equal when they are the same node. A vector has an entry for each output; a scalar stands for as many
 * equal entries wherever a vector is wanted.
 */
export interface Node {
  /** Higher than those of its arguments. */
  readonly id: number;
  readonly operation: Operation;
  readonly values: readonly Node[];
  /** Of `number` its value; of `add` the constant and a coefficient for each value; of `multiply` an exponent for each. */
  readonly numbers: readonly number[];
  /** Of `call` and `parameter`. */
  readonly name: string;
  readonly vector: boolean;
  /** Whether entry i depends on t_i, the entry of the target vector at the same place. */
  readonly hasT: boolean;
  /** Whether it depends on z at all. */
  readonly hasZ: boolean;
}

/** Operations whose entry i depends on entry i of their arguments alone. */
const elementwise: ReadonlySet<Operation> = new Set<Operation>([
  'add',
  'multiply',
  'power',
  'call',
  'larger',
  'smaller',
  'less',
  'notMore',
  'equal',
  'and',
  'or',
  'not',
  'where',
]);

export function isElementwise(operation: Operation): boolean {
  return elementwise.has(operation);
}

/** Operations that make one number of a vector. */
export function reduces(operation: Operation): boolean {
  return (
    operation === 'sum' || operation === 'largest' || operation === 'logsumexp' || operation === 'target'
  );
}

export function isCall(node: Node, name: PrimitiveId): boolean {
  return node.operation === 'call' && node.name === name;
}

export function isNumber(node: Node, value?: number): boolean {
  return node.operation === 'number' && (value === undefined || node.numbers[0] === value);
}

/** Above 0 whatever its arguments: exponentials, sigmoid and softmax outputs, cosh. */
export function isPositive(x: Node): boolean {
  return (
    x.operation === 'softmax' ||
    isCall(x, 'exp') ||
    isCall(x, 'sigmoid') ||
    isCall(x, 'cosh') ||
    (x.operation === 'target' && x.values[0].operation === 'softmax')
  );
}
