import { tanhHeight, tanhSlope } from '../../outputs/activations/scaled-tanh.ts';
import { scaledTanhSlope } from '../graph/derivative.ts';
import type { Graph } from '../graph/graph.ts';
import { isCall, isNumber, type Node } from '../graph/node.ts';
import {
  atom,
  behindMinus,
  called,
  choice,
  entryOf,
  minus,
  negated,
  NotShown,
  numeral,
  productOf,
  quotient,
  raisedTo,
  type Notation,
} from './notation.ts';
import { functionNotation, nameNotation } from './notation-of-syntax.ts';

/** Most parts that are shown. */
const mostParts = 160;

const y = atom('y');
const oneMinusY = minus(atom('1'), y);
const slopeOfTanh = productOf([
  numeral(tanhSlope),
  minus(numeral(tanhHeight), quotient(raisedTo(y, 2), numeral(tanhHeight))),
]);
/** The condition of the output that is the target's. */
export const atTarget: Notation = {
  kind: 'relation',
  tex: '=',
  plain: '=',
  left: atom('t'),
  right: atom('1'),
};
const ln = (of: Notation): Notation => ({ kind: 'call', tex: '\\ln', plain: 'ln', values: [of] });

/**
 * An expression in z as a formula in y, t and z.
 * @param outputs y as an expression in z
 * @param names parameters
 * @param leaf what stands in the place of a part; null: the part as it is
 * @throws NotShown
 */
export function notationOfNode(
  graph: Graph,
  outputs: Node,
  node: Node,
  names: ReadonlySet<string>,
  leaf: (part: Node) => Notation | null = () => null,
): Notation {
  return new Writer(graph, outputs, names, leaf).of(node);
}

class Writer {
  readonly #graph: Graph;
  readonly #outputs: Node;
  readonly #opposite: Node;
  /** y′ of the scaled tanh in y. */
  readonly #tanhSlope: Node;
  readonly #names: ReadonlySet<string>;
  readonly #leaf: (part: Node) => Notation | null;
  #parts = 0;

  constructor(
    graph: Graph,
    outputs: Node,
    names: ReadonlySet<string>,
    leaf: (part: Node) => Notation | null,
  ) {
    this.#leaf = leaf;
    this.#graph = graph;
    this.#outputs = outputs;
    this.#tanhSlope = isCall(outputs, 'scaledtanh') ? scaledTanhSlope(graph, outputs) : graph.number(NaN);
    this.#names = names;
    this.#opposite = isCall(outputs, 'sigmoid') ? graph.add([[-1, outputs]], 1) : graph.number(NaN);
  }

  of(node: Node): Notation {
    if (++this.#parts > mostParts) throw new NotShown();
    const leaf = this.#leaf(node);
    if (leaf) return leaf;
    if (node === this.#outputs) return y;
    if (node === this.#opposite) return oneMinusY;
    if (node === this.#tanhSlope) return slopeOfTanh;
    const { values, numbers } = node;
    const [a, b, c] = values;
    switch (node.operation) {
      case 'number':
        return numeral(numbers[0]);
      case 'parameter':
        return nameNotation(node.name);
      case 'V':
      case 'z':
      case 't':
        return atom(node.operation);
      case 'held':
        return atom('z');
      case 'add':
        return this.#add(node);
      case 'multiply': {
        const of = this.#multiply(node, 1);
        return this.#unsigned(node).sign === 1 ? of : negated(of);
      }
      case 'power':
        return { kind: 'power', base: this.of(a), exponent: this.of(b) };
      case 'call':
        return this.#call(node);
      case 'larger':
        return this.#named('max', a, b);
      case 'smaller':
        return this.#named('min', a, b);
      case 'less':
        return this.#relation('<', '<', a, b);
      case 'notMore':
        return this.#relation('\\le', '≤', a, b);
      case 'equal':
        return this.#relation('=', '=', a, b);
      case 'and':
        return this.#relation('\\land', 'and', a, b);
      case 'or':
        return this.#relation('\\lor', 'or', a, b);
      case 'not':
        return { kind: 'call', tex: '\\lnot', plain: 'not', values: [this.of(a)] };
      case 'where':
        return choice(this.of(a), this.of(b), this.of(c), this.#names);
      case 'sum':
        return a.operation === 'patch' ? this.#patchedTotal(a) : total(this.of(a));
      case 'largest':
        return this.#named('max', a);
      case 'softmax':
      case 'logsumexp':
        return this.#named(node.operation, a);
      case 'logsoftmax':
        return ln(this.of(this.#graph.node('softmax', values)));
      case 'logrest':
        return ln(this.of(this.#graph.add([[-1, this.#graph.node('softmax', values)]], 1)));
      case 'logrestSlope':
        return this.of(this.#slopeOfRest(a, b));
      case 'first':
        return this.#named('firstmax', a);
      case 'target':
        return a.operation === 'logsoftmax'
          ? ln(this.of(this.#graph.target(this.#graph.node('softmax', a.values))))
          : entryOf(this.of(a), this.#names);
      // b at the target, a elsewhere.
      case 'patch':
        return choice(atTarget, this.of(b), this.of(a), this.#names);
    }
  }

  /** Σ without the target: Σ (1 − t) v, and what stands there at the target. */
  #patchedTotal({ values: [elsewhere, itself] }: Node): Notation {
    const graph = this.#graph;
    const others = graph.times(graph.add([[-1, graph.node('t', [])]], 1), elsewhere);
    // What came to 0 or to a single number has nothing to be summed over.
    if (!others.vector)
      return this.of(graph.plus(graph.times(graph.add([[1, graph.node('V', [])]], -1), elsewhere), itself));
    const rest = total(this.of(others));
    if (isNumber(itself, 0)) return rest;
    const terms = rest.kind === 'sum' ? rest.terms : [{ negative: false, of: rest }];
    return { kind: 'sum', terms: [...terms, { negative: false, of: this.of(itself) }] };
  }

  /** With s = softmax(x) and a = g s/(1 − s): s Σ a − a. */
  #slopeOfRest(x: Node, g: Node): Node {
    const graph = this.#graph;
    const s = graph.node('softmax', [x]);
    const a = graph.multiply([
      [g, 1],
      [s, 1],
      [graph.add([[-1, s]], 1), -1],
    ]);
    return graph.minus(graph.times(s, graph.sum(a)), a);
  }

  #named(name: string, ...values: readonly Node[]): Notation {
    const [tex, plain] = functionNotation(name);
    return { kind: 'call', tex, plain, values: values.map((value) => this.of(value)) };
  }

  #relation(tex: string, plain: string, a: Node, b: Node): Notation {
    return { kind: 'relation', tex, plain, left: this.of(a), right: this.of(b) };
  }

  #call(node: Node): Notation {
    const [x] = node.values;
    const ofZ = x.operation === 'z';
    const ofMinusZ = x === this.#graph.scale(-1, this.#graph.node('z', []));
    if (node.name === 'logsigmoid' && isCall(this.#outputs, 'sigmoid') && (ofZ || ofMinusZ))
      return ln(ofZ ? y : oneMinusY);
    switch (node.name) {
      case 'abs':
        return { kind: 'bars', of: this.of(x) };
      case 'exp':
        if (this.#names.has('e')) return called('exp', [this.of(x)]);
        return { kind: 'power', base: atom('e'), exponent: this.of(x) };
      case 'logsigmoid':
        return ln({ kind: 'call', tex: '\\sigma', plain: 'σ', values: [this.of(x)] });
      default:
        return this.#named(node.name, x);
    }
  }

  /** Terms above 0 first. */
  #add({ values, numbers }: Node): Notation {
    const terms = values.map((value, i) => {
      const { value: of, sign } = this.#unsigned(value);
      const k = sign * numbers[i + 1];
      return { negative: k < 0, of: this.#scaled(Math.abs(k), of) };
    });
    if (numbers[0] !== 0) terms.push({ negative: numbers[0] < 0, of: numeral(Math.abs(numbers[0])) });
    terms.sort((a, b) => Number(a.negative) - Number(b.negative));
    return terms.length === 1 && !terms[0].negative ? terms[0].of : { kind: 'sum', terms };
  }

  /** A product with 1 − x in place of x − 1, and the sign that this takes. */
  #unsigned(value: Node): { readonly value: Node; readonly sign: 1 | -1 } {
    if (value.operation !== 'multiply') return { value, sign: 1 };
    const backwards = value.values.filter(
      (x, i) => isBackwards(x) && Number.isInteger(value.numbers[i]) && value.numbers[i] % 2 !== 0,
    );
    return { value, sign: backwards.length % 2 === 0 ? 1 : -1 };
  }

  #scaled(k: number, value: Node): Notation {
    if (value.operation === 'multiply') return this.#multiply(value, k);
    return productOf([...(k === 1 ? [] : [numeral(k)]), this.of(value)]);
  }

  /** k Π x^e, without the sign that `#unsigned` has taken out. */
  #multiply({ values, numbers }: Node, k: number): Notation {
    // t v_target = t v: what stands beside t is meant at the target anyway.
    const byTarget = values.some(({ operation }) => operation === 't');
    const side = (sign: 1 | -1) =>
      values
        .map((value, i) => [value, numbers[i] * sign] as const)
        .filter(([, e]) => e > 0)
        // Numbers, then parameters and sums over all outputs, then vectors; sums with their brackets last.
        .sort(([a], [b]) => rank(a) - rank(b))
        .map(([value, e]) =>
          this.#raised(byTarget && value.operation === 'target' ? value.values[0] : value, e),
        );
    const above = [...(k === 1 ? [] : [numeral(k)]), ...side(1)];
    const below = side(-1);
    const product = (given: readonly Notation[]): Notation => {
      const flat = given.flatMap((factor) => (factor.kind === 'product' ? factor.factors : [factor]));
      return productOf([...flat.filter(isNumeral), ...flat.filter((factor) => !isNumeral(factor))]);
    };
    return below.length === 0 ? product(above) : quotient(product(above), product(below));
  }

  #raised(value: Node, e: number): Notation {
    const forwards = isBackwards(value) && Number.isInteger(e) ? this.#graph.scale(-1, value) : value;
    return raisedTo(this.of(forwards), e);
  }
}

/** Σ of, with a minus before the Σ. */
function total(of: Notation): Notation {
  const positive = behindMinus(of);
  return positive ? negated({ kind: 'total', of: positive }) : { kind: 'total', of };
}

/** x − 1, which is drawn out of products as −(1 − x). */
function isBackwards({ operation, values, numbers }: Node): boolean {
  return (
    operation === 'add' &&
    values.length === 1 &&
    values[0].operation !== 'V' &&
    numbers[0] < 0 &&
    numbers[1] > 0
  );
}

/** A number, which stands before the letters. */
const isNumeral = (notation: Notation) => notation.kind === 'atom' && /^[\d½⅓⅔¼¾]/.test(notation.plain);

function rank(node: Node): number {
  if (isNumber(node)) return 0;
  if (node.operation === 'parameter' || node.operation === 'V') return 1;
  if (node.operation === 'sum') return 5;
  if (node.operation === 'add') return 4;
  return node.vector ? 3 : 2;
}

/** c (y − t), c with its sign. */
export function matchedNotation(c: Notation | null): Notation {
  const difference = minus(y, atom('t'));
  if (c === null) return difference;
  // −2 (y − t): the minus before the product.
  const size = behindMinus(c);
  return size ? negated(productOf([size, difference])) : productOf([c, difference]);
}
