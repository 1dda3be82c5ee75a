import { LabError } from '../../errors.ts';
import { isCall, isElementwise, isNumber, isPositive, reduces, type Node, type Operation } from './node.ts';
import { primitives, type PrimitiveId } from '../language/primitives.ts';
import { addition, termsOf, type Term } from './simplify-sum.ts';
import { factorsOf, multiplication, type Factor } from './simplify-product.ts';

/** Most nodes of one graph: far above what a formula of the longest kind and its derivative take. */
const mostNodes = 20_000;

/**
 * Makes nodes, each simplified as it is made. The rules keep values and derivatives; those for logarithms of outputs
 * turn them into forms in z that neither overflow nor cancel.
 */
export class Graph {
  readonly #nodes = new Map<string, Node>();
  readonly #targets = new Map<Node, Node>();
  readonly #at = [new Map<Node, Node>(), new Map<Node, Node>()] as const;

  /** The node of that operation as it stands, without any simplification. */
  node(operation: Operation, values: readonly Node[], numbers: readonly number[] = [], name = ''): Node {
    const key = `${operation} ${name} ${numbers.join(' ')} | ${values.map(({ id }) => id).join(' ')}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    if (this.#nodes.size >= mostNodes)
      throw new LabError(
        'bad-formula',
        'The formula or its derivative grows too large.',
        'Write a simpler one.',
      );
    const own = isElementwise(operation);
    const made: Node = {
      id: this.#nodes.size,
      operation,
      values,
      numbers,
      name,
      vector: !reduces(operation) && (isVector(operation) || values.some(({ vector }) => vector)),
      hasT: operation === 't' || (own && values.some(({ hasT }) => hasT)),
      hasZ: operation === 'z' || values.some(({ hasZ }) => hasZ),
    };
    this.#nodes.set(key, made);
    return made;
  }

  number(value: number): Node {
    return this.node('number', [], [value]);
  }

  add(terms: readonly Term[], constant = 0): Node {
    return addition(this, terms, constant);
  }

  plus(a: Node, b: Node): Node {
    return this.add([
      [1, a],
      [1, b],
    ]);
  }

  minus(a: Node, b: Node): Node {
    return this.add([
      [1, a],
      [-1, b],
    ]);
  }

  scale(factor: number, a: Node): Node {
    return this.add([[factor, a]]);
  }

  multiply(factors: readonly Factor[], coefficient = 1): Node {
    return multiplication(this, factors, coefficient);
  }

  times(...values: readonly Node[]): Node {
    return this.multiply(values.map((value): Factor => [value, 1]));
  }

  power(base: Node, exponent: Node): Node {
    if (isNumber(exponent)) return this.multiply([[base, exponent.numbers[0]]]);
    if (isCall(base, 'exp')) return this.call('exp', this.times(base.values[0], exponent));
    return this.node('power', [base, exponent]);
  }

  call(name: PrimitiveId, x: Node): Node {
    if (isNumber(x)) {
      const value = primitives[name].value(x.numbers[0]);
      if (Number.isFinite(value)) return this.number(value);
    }
    switch (name) {
      case 'sqrt':
        return this.power(x, this.number(0.5));
      case 'softplus':
        return this.scale(-1, this.call('logsigmoid', this.scale(-1, x)));
      case 'exp':
        return this.#exponential(x);
      case 'log':
        return this.#logarithm(x);
      case 'abs':
        return isPositive(x) ? x : this.#even(name, x);
      case 'cosh':
      case 'logcosh':
        return this.#even(name, x);
      default:
        return this.node('call', [x], [], name);
    }
  }

  /** f(−x) = f(x): of x and −x the one whose first coefficient is above 0. */
  #even(name: PrimitiveId, x: Node): Node {
    const flipped = x.operation === 'add' && x.numbers[1] < 0 ? this.scale(-1, x) : x;
    return this.node('call', [flipped], [], name);
  }

  #exponential(x: Node): Node {
    if (isCall(x, 'log')) return x.values[0];
    if (isCall(x, 'logsigmoid')) return this.call('sigmoid', x.values[0]);
    if (x.operation === 'logsoftmax') return this.node('softmax', x.values);
    if (x.operation === 'target' && x.values[0].operation === 'logsoftmax')
      return this.target(this.node('softmax', x.values[0].values));
    return this.node('call', [x], [], 'exp');
  }

  #logarithm(x: Node): Node {
    if (isCall(x, 'exp')) return x.values[0];
    if (isCall(x, 'cosh')) return this.call('logcosh', x.values[0]);
    if (isCall(x, 'sigmoid')) return this.call('logsigmoid', x.values[0]);
    if (x.operation === 'softmax') return this.node('logsoftmax', x.values);
    if (x.operation === 'sum' && isCall(x.values[0], 'exp'))
      return this.node('logsumexp', x.values[0].values);
    if (x.operation === 'target' && x.values[0].operation === 'softmax')
      return this.target(this.node('logsoftmax', x.values[0].values));
    if (x.operation === 'multiply' && x.values.every(isPositive))
      return this.add(factorsOf(x).map(([value, e]): Term => [e, this.call('log', value)]));
    if (x.operation === 'add' && x.values.length === 1) {
      const [constant, coefficient] = x.numbers;
      const [value] = x.values;
      // ln(k x) = ln k + ln x where the second is known to stay finite.
      if (constant === 0 && coefficient > 0 && isPositive(value))
        return this.add([[1, this.call('log', value)]], Math.log(coefficient));
      // ln(1 + eˣ) = −ln σ(−x)
      if (constant === 1 && coefficient === 1 && isCall(value, 'exp'))
        return this.call('softplus', value.values[0]);
      // ln(1 − softmax)
      if (constant === 1 && coefficient === -1) {
        if (value.operation === 'softmax') return this.node('logrest', value.values);
        if (value.operation === 'target' && value.values[0].operation === 'softmax')
          return this.target(this.node('logrest', value.values[0].values));
      }
    }
    return this.node('call', [x], [], 'log');
  }

  larger(a: Node, b: Node): Node {
    if (a === b) return a;
    if (isNumber(a) && isNumber(b)) return this.number(Math.max(a.numbers[0], b.numbers[0]));
    return this.node('larger', [a, b]);
  }

  smaller(a: Node, b: Node): Node {
    if (a === b) return a;
    if (isNumber(a) && isNumber(b)) return this.number(Math.min(a.numbers[0], b.numbers[0]));
    return this.node('smaller', [a, b]);
  }

  compare(operation: 'less' | 'notMore' | 'equal', a: Node, b: Node): Node {
    if (!isNumber(a) || !isNumber(b)) return this.node(operation, [a, b]);
    const [x, y] = [a.numbers[0], b.numbers[0]];
    return this.number(Number(operation === 'less' ? x < y : operation === 'notMore' ? x <= y : x === y));
  }

  and(a: Node, b: Node): Node {
    if (isNumber(a)) return isNumber(a, 0) ? a : b;
    if (isNumber(b)) return isNumber(b, 0) ? b : a;
    return this.node('and', [a, b]);
  }

  or(a: Node, b: Node): Node {
    if (isNumber(a)) return isNumber(a, 0) ? b : a;
    if (isNumber(b)) return isNumber(b, 0) ? a : b;
    return this.node('or', [a, b]);
  }

  not(a: Node): Node {
    return isNumber(a) ? this.number(isNumber(a, 0) ? 1 : 0) : this.node('not', [a]);
  }

  where(condition: Node, a: Node, b: Node): Node {
    if (isNumber(condition)) return isNumber(condition, 0) ? b : a;
    return a === b ? a : this.node('where', [condition, a, b]);
  }

  /** Σ over the outputs. What is multiplied by t comes out as its value at the target: Σ t v = v_target. */
  sum(x: Node): Node {
    if (!x.vector) return this.times(this.node('V', []), x);
    if (x.operation === 'softmax') return this.number(1);
    if (x.operation === 't') return this.number(1);
    if (x.operation === 'multiply') {
      const factors = factorsOf(x);
      if (x.values.some(({ operation }) => operation === 't')) return this.target(x);
      const outside = factors.filter(([value]) => !value.vector);
      if (outside.length > 0) {
        const inside = this.multiply(factors.filter(([value]) => value.vector));
        return this.multiply([...outside, [this.sum(inside), 1]]);
      }
    }
    if (x.operation === 'add') {
      const terms = termsOf(x);
      const apart = ({ operation, values }: Node) =>
        operation === 't' ||
        operation === 'softmax' ||
        (operation === 'multiply' && values.some((value) => value.operation === 't'));
      const out = terms.filter(([, value]) => apart(value) || terms.length === 1);
      const rest = terms.filter(([, value]) => !apart(value) && terms.length > 1);
      if (out.length > 0)
        return this.add([
          ...out.map(([k, value]): Term => [k, this.sum(value)]),
          [1, this.sum(this.add(rest, x.numbers[0]))],
        ]);
    }
    return this.node('sum', [x]);
  }

  /** The entry at the target: down through everything that goes entry by entry, with t = 1. */
  target(x: Node): Node {
    if (!x.vector) return x;
    const known = this.#targets.get(x);
    if (known) return known;
    const found =
      x.operation === 't'
        ? this.number(1)
        : x.operation === 'patch'
          ? x.values[1]
          : isElementwise(x.operation)
            ? this.rebuild(x, (value) => this.target(value))
            : this.node('target', [x]);
    this.#targets.set(x, found);
    return found;
  }

  /** Entries with t set to 0 or 1. */
  at(x: Node, t: 0 | 1): Node {
    if (!x.hasT) return x;
    const known = this.#at[t].get(x);
    if (known) return known;
    const found = x.operation === 't' ? this.number(t) : this.rebuild(x, (value) => this.at(value, t));
    this.#at[t].set(x, found);
    return found;
  }

  /** The same operation on other arguments, simplified anew. */
  rebuild(x: Node, change: (value: Node) => Node): Node {
    const values = x.values.map(change);
    const [a, b, c] = values;
    switch (x.operation) {
      case 'add':
        return this.add(termsOf({ ...x, values }), x.numbers[0]);
      case 'multiply':
        return this.multiply(factorsOf({ ...x, values }));
      case 'power':
        return this.power(a, b);
      case 'call':
        return this.call(x.name as PrimitiveId, a);
      case 'larger':
        return this.larger(a, b);
      case 'smaller':
        return this.smaller(a, b);
      case 'less':
      case 'notMore':
      case 'equal':
        return this.compare(x.operation, a, b);
      case 'and':
        return this.and(a, b);
      case 'or':
        return this.or(a, b);
      case 'not':
        return this.not(a);
      case 'where':
        return this.where(a, b, c);
      case 'sum':
        return this.sum(a);
      case 'target':
        return this.target(a);
      default:
        return this.node(x.operation, values, x.numbers, x.name);
    }
  }
}

function isVector(operation: Operation): boolean {
  return operation === 'z' || operation === 't' || operation === 'held' || operation === 'patch';
}
