import type { Graph } from './graph.ts';
import { isCall, type Node } from './node.ts';
import type { PrimitiveId } from '../language/primitives.ts';

/** A coefficient and what it stands before. */
export type Term = readonly [coefficient: number, value: Node];

/** Those of a sum; its constant is `numbers[0]`. */
export const termsOf = ({ values, numbers }: Pick<Node, 'values' | 'numbers'>): Term[] =>
  values.map((value, i) => [numbers[i + 1], value]);

/**
 * c + Σ k x with sums inside sums opened, equal terms put together and numbers added up. Pairs become one stable
 * term: 1 − σ(x) = σ(−x), and x − logsumexp(x) = ln softmax(x).
 */
export function addition(graph: Graph, terms: readonly Term[], constant: number): Node {
  const collected = new Map<Node, number>();
  let rest = constant;
  const put = (k: number, x: Node) => {
    if (x.operation === 'number') rest += k * x.numbers[0];
    else collected.set(x, (collected.get(x) ?? 0) + k);
  };
  for (const [k, x] of terms)
    if (x.operation === 'add') {
      rest += k * x.numbers[0];
      for (const [own, value] of termsOf(x)) put(k * own, value);
    } else put(k, x);

  const sorted = [...collected].filter(([, k]) => k !== 0).sort(([a], [b]) => a.id - b.id);
  const joined =
    branches(graph, sorted, rest) ?? complement(graph, sorted, rest) ?? logarithmOfShare(graph, sorted, rest);
  if (joined) return joined;
  const [first] = sorted;
  if (!first) return graph.number(rest);
  if (sorted.length === 1 && rest === 0 && first[1] === 1) return first[0];
  return graph.node(
    'add',
    sorted.map(([x]) => x),
    [rest, ...sorted.map(([, k]) => k)],
  );
}

type Collected = readonly (readonly [Node, number])[];

/** Two values that depend on one condition, as one. */
function branches(graph: Graph, terms: Collected, constant: number): Node | null {
  const isWhere = ([x]: Collected[number]) => x.operation === 'where';
  const i = terms.findIndex(isWhere);
  if (i < 0) return null;
  const [[x, k]] = terms.slice(i);
  const j = terms.findIndex((other, at) => at > i && isWhere(other) && other[0].values[0] === x.values[0]);
  if (j < 0) return null;
  const [y, l] = terms[j];
  const branch = (at: 1 | 2) =>
    graph.add([
      [k, x.values[at]],
      [l, y.values[at]],
    ]);
  const joined = graph.where(x.values[0], branch(1), branch(2));
  return addition(graph, [...without(terms, [i, j]), [1, joined]], constant);
}

/** c − c σ(x) = c σ(−x), and the same of the step from 0 to 1 */
function complement(graph: Graph, terms: Collected, constant: number): Node | null {
  if (constant === 0) return null;
  const found = terms.findIndex(([x, k]) => k === -constant && (isCall(x, 'sigmoid') || isCall(x, 'step')));
  if (found < 0) return null;
  const [{ name, values }] = terms[found];
  const opposite = graph.call(name as PrimitiveId, graph.scale(-1, values[0]));
  return addition(graph, [...without(terms, [found]), [constant, opposite]], 0);
}

/** k x − k logsumexp(x) = k ln softmax(x), and the same at the target. */
function logarithmOfShare(graph: Graph, terms: Collected, constant: number): Node | null {
  for (const [i, [x, k]] of terms.entries()) {
    if (x.operation !== 'logsumexp') continue;
    const inner = x.values[0];
    const atTarget = graph.target(inner);
    const j = terms.findIndex(([other, l]) => l === -k && (other === inner || other === atTarget));
    if (j < 0) continue;
    const share = graph.node('logsoftmax', [inner]);
    const joined = terms[j][0] === inner ? share : graph.target(share);
    return addition(graph, [...without(terms, [i, j]), [-k, joined]], constant);
  }
  return null;
}

function without(terms: Collected, places: readonly number[]): Term[] {
  return terms.filter((_, i) => !places.includes(i)).map(([x, k]): Term => [k, x]);
}
