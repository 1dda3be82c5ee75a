import type { Graph } from './graph.ts';
import { isPositive, isCall, isNumber, type Node } from './node.ts';

/** A factor and its exponent. */
export type Factor = readonly [base: Node, exponent: number];

/** Those of a product. */
export const factorsOf = ({ values, numbers }: Pick<Node, 'values' | 'numbers'>): Factor[] =>
  values.map((value, i) => [value, numbers[i]]);

/**
 * c Π x^e with products inside products opened, equal factors put together, signs and numbers drawn out. Because t is 0 or
 * 1, t f(t) = t f(1) and (1 − t) f(t) = (1 − t) f(0). What is multiplied by a `where` with a 0 goes into its other
 * branch, so that an infinite value in the branch that is not taken never meets the 0.
 */
export function multiplication(graph: Graph, factors: readonly Factor[], coefficient: number): Node {
  const collected = new Collector();
  collected.coefficient = coefficient;
  for (const [base, exponent] of factors) collected.put(graph, base, exponent);
  if (collected.coefficient === 0) return graph.number(0);

  const targeted = whereTargetDecides(graph, collected);
  if (targeted) return targeted;
  const sorted = [...collected.exponents].filter(([, e]) => e !== 0).sort(([a], [b]) => a.id - b.id);
  const branched = intoBranch(graph, sorted, collected.coefficient);
  if (branched) return branched;

  const [first] = sorted;
  if (!first) return graph.number(collected.coefficient);
  if (sorted.length === 1 && first[1] === 1) return graph.scale(collected.coefficient, first[0]);
  const product = graph.node(
    'multiply',
    sorted.map(([x]) => x),
    sorted.map(([, e]) => e),
  );
  return collected.coefficient === 1 ? product : graph.node('add', [product], [0, collected.coefficient]);
}

class Collector {
  coefficient = 1;
  readonly exponents = new Map<Node, number>();

  put(graph: Graph, base: Node, exponent: number): void {
    const whole = Number.isInteger(exponent);
    const { operation, numbers, values } = base;
    if (exponent === 0) return;
    if (operation === 'number' && (whole || numbers[0] > 0)) {
      this.coefficient *= numbers[0] ** exponent;
      return;
    }
    // (x^a)^b = x^{ab} holds for every x only where b is whole or x above 0.
    if (operation === 'multiply' && (whole || values.every(isPositive))) {
      values.forEach((value, i) => this.put(graph, value, numbers[i] * exponent));
      return;
    }
    if (operation === 'add') {
      const drawn = common(base, whole);
      if (drawn !== 1) {
        this.coefficient *= drawn ** exponent;
        const rest = graph.scale(1 / drawn, base);
        if (rest.operation !== 'add') this.put(graph, rest, exponent);
        else this.#collect(rest, exponent);
        return;
      }
    }
    if (isCall(base, 'exp') && exponent !== 1)
      this.#collect(graph.call('exp', graph.scale(exponent, values[0])), 1);
    else this.#collect(base, exponent);
  }

  #collect(base: Node, exponent: number): void {
    this.exponents.set(base, (this.exponents.get(base) ?? 0) + exponent);
  }
}

/** What can be drawn out of a sum: the sign of its first term (where the exponent is whole), and a size all terms share. */
function common({ numbers }: Node, whole: boolean): number {
  const sign = whole ? Math.sign(numbers[1]) : 1;
  const size = Math.abs(numbers[1]);
  const shared = numbers.every((k, i) => Math.abs(k) === size || (i === 0 && k === 0));
  const drawn = sign * (shared ? size : 1);
  // Drawing out and putting back must be exact.
  return Number.isFinite(1 / drawn) && drawn * (1 / drawn) === 1 ? drawn : sign;
}

/** t f(t) = t f(1), (t − 1) f(t) = (t − 1) f(0), and powers of both. */
function whereTargetDecides(graph: Graph, { exponents, coefficient }: Collector): Node | null {
  for (const [base, exponent] of exponents) {
    const rest = isTMinusOne(base);
    if (!(base.operation === 't' || rest) || !(exponent > 0) || (rest && !Number.isInteger(exponent)))
      continue;
    const others = [...exponents].filter(([other, e]) => other !== base && e !== 0);
    if (exponent === 1 && !others.some(([other]) => other.hasT)) continue;
    const value = rest ? 0 : 1;
    const sign = rest && exponent % 2 === 0 ? -1 : 1;
    const known = others.map(([other, e]): Factor => [graph.at(other, value), e]);
    return multiplication(graph, [[base, 1], ...known], sign * coefficient);
  }
  return null;
}

function isTMinusOne({ operation, values, numbers }: Node): boolean {
  return (
    operation === 'add' &&
    values.length === 1 &&
    values[0].operation === 't' &&
    numbers[0] === -1 &&
    numbers[1] === 1
  );
}

function intoBranch(
  graph: Graph,
  factors: readonly (readonly [Node, number])[],
  coefficient: number,
): Node | null {
  if (factors.length < 2 && coefficient === 1) return null;
  const found = factors.findIndex(
    ([x, e]) => e === 1 && x.operation === 'where' && (isNumber(x.values[1], 0) || isNumber(x.values[2], 0)),
  );
  if (found < 0) return null;
  const [condition, a, b] = factors[found][0].values;
  const others = factors.filter((_, i) => i !== found);
  const zero = graph.number(0);
  return isNumber(b, 0)
    ? graph.where(condition, multiplication(graph, [[a, 1], ...others], coefficient), zero)
    : graph.where(condition, zero, multiplication(graph, [[b, 1], ...others], coefficient));
}
