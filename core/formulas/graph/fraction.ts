import type { Graph } from './graph.ts';
import { reduces, type Node } from './node.ts';
import { factorsOf, type Factor } from './simplify-product.ts';
import { termsOf, type Term } from './simplify-sum.ts';

/** ± k Π above / Π below: a derivative over one line, so that what cancels against a factor can be seen. */
export interface Fraction {
  readonly negative: boolean;
  /** Above 0. */
  readonly k: number;
  readonly above: readonly Factor[];
  /** Exponents above 0. */
  readonly below: readonly Factor[];
}

/** Terms that are brought together at most; a sum of more stays one factor. */
const mostTerms = 4;

/**
 * t v_target = t v: a derivative of what was summed up at the target, written as that of each output. Nothing makes an
 * entry at the target of it again.
 */
export function ownEntries(graph: Graph, node: Node): Node {
  if (node.operation === 'add')
    return graph.add(
      termsOf(node).map(([k, value]): Term => [k, ownEntries(graph, value)]),
      node.numbers[0],
    );
  if (node.operation !== 'multiply' || !node.values.some(({ operation }) => operation === 't')) return node;
  const own = (part: Node): Node =>
    part.operation === 'target' ? part.values[0] : reduces(part.operation) ? part : graph.rebuild(part, own);
  return graph.multiply(
    factorsOf(node).map(([value, e]): Factor => [value.values.length > 0 ? own(value) : value, e]),
  );
}

/** One term of a sum as a product. */
interface Monomial {
  readonly k: number;
  readonly factors: ReadonlyMap<Node, number>;
}

function monomial(k: number, node: Node): Monomial {
  if (node.operation === 'number') return { k: k * node.numbers[0], factors: new Map() };
  if (node.operation === 'add' && node.values.length === 1 && node.numbers[0] === 0)
    return monomial(k * node.numbers[1], node.values[0]);
  if (node.operation !== 'multiply') return { k, factors: new Map([[node, 1]]) };
  return { k, factors: new Map(factorsOf(node)) };
}

function monomials(node: Node): Monomial[] {
  if (node.operation !== 'add') return [monomial(1, node)];
  const terms = termsOf(node).map(([k, value]) => monomial(k, value));
  return node.numbers[0] === 0 ? terms : [...terms, { k: node.numbers[0], factors: new Map() }];
}

/** Products of sums multiplied out, as far as their exponents are small whole numbers. */
function expanded(graph: Graph, node: Node): Node {
  if (node.operation === 'add')
    return graph.add(
      termsOf(node).map(([k, value]): Term => [k, expanded(graph, value)]),
      node.numbers[0],
    );
  if (node.operation !== 'multiply') return node;
  let sum = graph.number(1);
  for (const [value, e] of factorsOf(node)) {
    const times = value.operation === 'add' && Number.isInteger(e) && e > 0 && e <= 3 ? e : 0;
    if (times === 0) sum = distributed(graph, sum, graph.multiply([[value, e]]));
    for (let n = 0; n < times; n++) sum = distributed(graph, sum, expanded(graph, value));
  }
  return sum;
}

function distributed(graph: Graph, a: Node, b: Node): Node {
  const terms = (node: Node): Term[] =>
    node.operation === 'add'
      ? [...termsOf(node), ...(node.numbers[0] === 0 ? [] : [[node.numbers[0], graph.number(1)] as const])]
      : [[1, node]];
  return graph.add(terms(a).flatMap(([k, x]) => terms(b).map(([l, y]): Term => [k * l, graph.times(x, y)])));
}

/** Factors that are sums of fractions, each over its own line. */
function openedSums(graph: Graph, factors: ReadonlyMap<Node, number>): Map<Node, number> {
  const opened = new Map<Node, number>();
  const put = (base: Node, e: number) => opened.set(base, (opened.get(base) ?? 0) + e);
  for (const [base, e] of factors) {
    const inner = base.operation === 'add' && e === 1 ? fraction(graph, base) : null;
    if (!inner || inner.below.length === 0) {
      put(base, e);
      continue;
    }
    const k = inner.negative ? -inner.k : inner.k;
    if (k !== 1) put(graph.number(k), 1);
    for (const [above, power] of inner.above) put(above, power);
    for (const [below, power] of inner.below) put(below, -power);
  }
  return opened;
}

/** An expression over one line. */
export function fraction(graph: Graph, node: Node): Fraction {
  const terms = monomials(node);
  const [only] = terms;
  if (terms.length === 1) return signed(graph, only.k, openedSums(graph, only.factors));
  const denominators = new Map<Node, number>();
  for (const { factors } of terms)
    for (const [base, e] of factors)
      if (e < 0 && Number.isInteger(e)) denominators.set(base, Math.max(denominators.get(base) ?? 0, -e));
  if (denominators.size === 0 || terms.length > mostTerms) return signed(graph, 1, new Map([[node, 1]]));
  const numerator = graph.add(
    terms.map(({ k, factors }): Term => {
      const missing = [...denominators].map(([base, e]): Factor => [
        base,
        e + Math.min(0, factors.get(base) ?? 0),
      ]);
      const rest = [...factors].filter(([base, e]) => !(denominators.has(base) && e < 0));
      return [k, expanded(graph, graph.multiply([...rest, ...missing]))];
    }),
  );
  const whole = monomials(numerator);
  const above = whole.length === 1 ? whole[0] : { k: 1, factors: new Map<Node, number>([[numerator, 1]]) };
  return signed(
    graph,
    above.k,
    new Map([...above.factors, ...[...denominators].map(([base, e]) => [base, -e] as const)]),
  );
}

/** 1 − x in place of x − 1 and y − t in place of t − y, with the sign that this takes in front. */
function signed(graph: Graph, k: number, factors: ReadonlyMap<Node, number>): Fraction {
  let sign = Math.sign(k);
  let size = Math.abs(k);
  const turned = [...factors].flatMap(([given, e]): Factor[] => {
    if (given.operation === 'number') {
      sign *= Math.sign(given.numbers[0]);
      size *= Math.abs(given.numbers[0]) ** e;
      return [];
    }
    const drawn = e === 1 ? commonSize(given) : 1;
    const base = drawn === 1 ? given : graph.scale(1 / drawn, given);
    size *= drawn;
    if (!Number.isInteger(e) || !isTurned(base)) return [[base, e]];
    if (e % 2 !== 0) sign = -sign;
    return [[graph.scale(-1, base), e]];
  });
  // Letters before sums, which have brackets.
  turned.sort(([a], [b]) => Number(a.operation === 'add') - Number(b.operation === 'add'));
  return {
    negative: sign < 0,
    k: size,
    above: turned.filter(([, e]) => e > 0),
    below: turned.filter(([, e]) => e < 0).map(([base, e]): Factor => [base, -e]),
  };
}

/** The size that all coefficients of a sum share. */
function commonSize({ operation, values, numbers }: Node): number {
  if (operation !== 'add' || values.length < 2) return 1;
  const size = Math.abs(numbers[1]);
  return numbers.every((k, i) => Math.abs(k) === size || (i === 0 && k === 0)) && size * (1 / size) === 1
    ? size
    : 1;
}

function isTurned({ operation, values, numbers }: Node): boolean {
  if (operation !== 'add') return false;
  if (values.length === 1) return values[0].operation !== 'V' && numbers[0] < 0 && numbers[1] > 0;
  const at = values.findIndex(({ operation: of }) => of === 'z');
  return at >= 0 && numbers[at + 1] < 0;
}
